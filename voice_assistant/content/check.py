"""What must hold between the files of a pack: nothing dangling, nothing that could never be answered."""

from collections.abc import Iterable

from voice_assistant.content.load_phrases import PhraseReader
from voice_assistant.content.yaml_lines import Place, Problems
from voice_assistant.core.meanings import Command
from voice_assistant.core.pack import Pack

PROMPTS = (
    "greeting", "nomatch", "none", "none.plain", "ask", "ask.again", "ask.neither", "confirm.command", "confirm.again",
    "noinput", "noinput.choice", "cmd.quiet.off", "cmd.forget.done", "cmd.forget.kept", "cmd.why.none",
    "cmd.why.shown", "cmd.why.sure", "lead.step",
    "cmd.slower.limit", "cmd.faster.limit", "cmd.louder.limit", "cmd.quieter.limit", "checkup.none",
)  # fmt: skip
"""Prompts that every pack needs, besides one for each command."""
SOFT_PROMPTS = ("unclear.skipped", "unclear.skipped.shown")
"""Prompts that a pack with soft questions needs as well."""
CHECK_UP_PROMPTS = (
    "checkup.later", "checkup.intro", "checkup.reprompt", "checkup.set_aside", "checkup.unbuilt",
    "checkup.progress", "checkup.change", "checkup.acknowledge", "checkup.acknowledge.skip", "confirm.answer",
    "checkup.ready.reprompt", "checkup.reprompt.mixed",
)  # fmt: skip
"""Prompts that a pack with a check-up needs as well."""


def cross_check(pack: Pack, phrases: PhraseReader, head: Place, problems: Problems) -> None:
    """Note everything that is missing or points nowhere."""
    ids = {topic.id for topic in pack.topics}
    if not pack.topics:
        problems.add(head, "the pack has no topics: write files under answers/")
    spoken = {command.value for command in Command} - {Command.STOP.value, Command.LEAVE.value, Command.START.value}
    needed = {*PROMPTS, *spoken, *(CHECK_UP_PROMPTS if pack.questions else ()), *(SOFT_PROMPTS if pack.unclear else ())}
    for prompt in sorted(needed - {key for key, wordings in pack.prompts.items() if wordings}):
        problems.add(head, f"the prompt '{prompt}' is missing")
    if pack.questions and pack.ready is None:
        problems.add(head, "the check-up has no question 'checkup.ready'")
    _sections(pack, ids, head, problems)
    for soft in pack.unclear.values():
        place = problems.place_of(soft.id, head)
        _all_known((choice for choice, _ in soft.choices), {*ids, *pack.safety}, f"'{soft.id}'", place, problems)
    for question in pack.questions:
        place = problems.place_of(question.id, head)
        _all_known([question.section] if question.section else [], ids, f"'{question.id}'", place, problems)
    counts = phrases.counts()
    for topic in pack.topics:
        if topic.id not in counts:
            problems.add(head, f"topic '{topic.id}' has no phrase: nobody can ask for it")


def _sections(pack: Pack, ids: set[str], head: Place, problems: Problems) -> None:
    for section in dict.fromkeys(topic.section for topic in pack.topics):
        if section not in ids:
            problems.add(head, f"section '{section}' has no topic of its own")


def _all_known(wanted: Iterable[str], ids: set[str], owner: str, place: Place, problems: Problems) -> None:
    for each in wanted:
        if each not in ids:
            problems.add(place, f"{owner} names '{each}', which is not in the pack")

"""`bench answers`: single words by many people as answers to an open check-up question, through the whole pipeline."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from voice_assistant.bench.figure import Figure
from voice_assistant.bench.recordings import Recording, read_manifest
from voice_assistant.core.meanings import Answer, Command
from voice_assistant.core.state import Asking, Decision
from voice_assistant.wiring import Parts

QUESTION = "q5"
WANTED = {"words/yes": Answer.YES.value, "words/no": Answer.NO.value}
OTHER = "words/other"
DIRECTIONS = ("words/left", "words/right", "words/up", "words/down", "words/on", "words/off", "words/go")
"""Words that nobody needs at a question, and that are near some command: shown beside the figures of the issue."""
STOP = "words/stop"
SILENCE = "noise/silence"
_OPPOSITE = {Answer.YES.value: Answer.NO.value, Answer.NO.value: Answer.YES.value}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one recording was taken for: ids that were acted on, at once and unasked."""

    recording: Recording
    acted_on: tuple[str, ...]

    @property
    def wanted(self) -> str | None:
        """The answer that was spoken, if it was yes or no."""
        return WANTED.get(self.recording.group)

    @property
    def answered(self) -> bool:
        """Whether an answer was recorded."""
        return any(each.startswith("answer.") for each in self.acted_on)

    @property
    def commanded(self) -> bool:
        """Whether a command other than *repeat* was carried out."""
        commands = {each.value for each in Command} - {Command.REPEAT.value}
        return bool(commands & set(self.acted_on))


def measure(parts: Parts, audio: Path | None) -> Iterator[Figure]:
    """Yield the rates of the contract, and what is shown beside them."""
    groups = {*WANTED, OTHER, STOP, SILENCE, *DIRECTIONS}
    outcomes = [hear(row, parts) for row in read_manifest(audio) if row.group in groups]

    def rate(name: str, among: Callable[[Outcome], bool], holds: Callable[[Outcome], bool]) -> Figure:
        chosen = [outcome for outcome in outcomes if among(outcome)]
        value = sum(map(holds, chosen)) / len(chosen) if chosen else 0.0
        return Figure(name, round(value, 4), "", len(chosen))

    def of(*names: str) -> Callable[[Outcome], bool]:
        return lambda outcome: outcome.recording.group in names

    yield rate("yes_no.right.rate", of(*WANTED), lambda outcome: outcome.acted_on == (outcome.wanted,))
    yield rate("yes_no.swapped.rate", of(*WANTED), lambda o: _OPPOSITE.get(o.wanted or "") in o.acted_on)
    yield rate("other.accepted.rate", of(OTHER), lambda outcome: outcome.answered)
    yield rate("other.command.rate", of(OTHER), lambda outcome: outcome.commanded)
    yield rate("silence.accepted.rate", of(SILENCE), lambda outcome: bool(outcome.acted_on))
    yield rate("direction.accepted.rate", of(*DIRECTIONS), lambda outcome: outcome.answered)
    yield rate("direction.command.rate", of(*DIRECTIONS), lambda outcome: outcome.commanded)
    yield rate("stop.right.rate", of(STOP), lambda outcome: Command.STOP.value in outcome.acted_on)


def hear(recording: Recording, parts: Parts) -> Outcome:
    """Let one recording be heard at the open question by a conversation of its own."""
    conversation = parts.conversation(Asking(QUESTION), parts.estimated_timeline())
    exchanges = list(conversation.hear(parts.recording(recording.path)))
    replies = (exchange.turn for exchange in exchanges if exchange.turn.decision is Decision.REPLY)
    return Outcome(recording, tuple(turn.understood for turn in replies if turn.understood))

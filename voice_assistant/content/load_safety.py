"""safety.yaml: how what matters more than the article is answered, and the soft questions."""

from collections.abc import Mapping
from pathlib import Path

from voice_assistant.content.fields import entries, flag, known, text, texts
from voice_assistant.content.yaml_lines import Entry, Node, Problems, read
from voice_assistant.core.pack import SafetyReply, SoftQuestion


def read_safety(path: Path, problems: Problems) -> tuple[dict[str, SafetyReply], dict[str, SoftQuestion]]:
    """Return the safety replies and the soft questions by id; nothing where the pack has no such file."""
    node = read(path, problems) if path.is_file() else None
    if node is None:
        return {}, {}
    found = entries(node, problems)
    known(found, {"replies", "unclear", "phrases"}, problems)
    replies = {key: _reply(key, entry.value, problems) for key, entry in _below(found, "replies", problems)}
    unclear = {key: _question(key, entry.value, problems) for key, entry in _below(found, "unclear", problems)}
    for key, reply in replies.items():
        if reply.unsure and reply.unsure not in unclear:
            problems.add(node.place, f"'{key}' names '{reply.unsure}', which is no soft question")
    return replies, unclear


def _below(found: Mapping[str, Entry], key: str, problems: Problems) -> list[tuple[str, Entry]]:
    if key not in found:
        return []
    return list(entries(found[key].value, problems).items())


def _reply(reply_id: str, node: Node, problems: Problems) -> SafetyReply:
    found = entries(node, problems)
    known(found, {"aloud", "full", "silent", "counts_as", "unsure"}, problems)
    silent = flag(found, "silent", problems)
    return SafetyReply(
        id=text(found, "counts_as", node, problems, required=False) or reply_id,
        aloud=text(found, "aloud", node, problems, required=not silent),
        full=text(found, "full", node, problems),
        silent=silent,
        unsure=text(found, "unsure", node, problems, required=False),
    )


def _question(question_id: str, node: Node, problems: Problems) -> SoftQuestion:
    found = entries(node, problems)
    problems.places[question_id] = node.place
    known(found, {"shown", "aloud", "choices"}, problems)
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    if "choices" in found:
        offered = entries(found["choices"].value, problems)
        choices = tuple(
            (key, tuple(item.text or "" for item in texts(entry.value, problems))) for key, entry in offered.items()
        )
    if len(choices) != 2:  # noqa: PLR2004 - a soft question decides between two
        problems.add(node.place, f"'{question_id}' needs two choices")
    return SoftQuestion(
        id=question_id,
        shown=text(found, "shown", node, problems),
        aloud=text(found, "aloud", node, problems),
        choices=choices,
    )

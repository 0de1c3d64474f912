"""A pack folder to a `Pack` and its `Phrasebook`, or one `ContentError` with every problem found."""

from dataclasses import dataclass
from pathlib import Path

from voice_assistant.content import check
from voice_assistant.content.fields import entries, known, text, texts
from voice_assistant.content.load_check_up import read_questions
from voice_assistant.content.load_phrases import PhraseReader
from voice_assistant.content.load_safety import read_safety
from voice_assistant.content.load_topics import read_topics
from voice_assistant.content.yaml_lines import Node, Place, Problems, read
from voice_assistant.core.pack import Pack
from voice_assistant.core.phrases import Phrasebook
from voice_assistant.errors import ContentError


@dataclass(frozen=True, slots=True)
class Loaded:
    """A content pack, read and checked."""

    pack: Pack
    phrasebook: Phrasebook


def load_pack(folder: Path) -> Loaded:
    """Read the pack in `folder`. Raises ContentError with all problems, each with file and line."""
    folder = folder.resolve()
    problems = Problems(folder.parent)
    head = _read(folder / "pack.yaml", problems)
    if head is None:
        raise ContentError(problems.in_order())
    found = entries(head, problems)
    known(found, {"pack", "about", "source", "uses"}, problems)
    shared = folder.parent / text(found, "uses", head, problems, required=False) if "uses" in found else None
    if shared is not None and not shared.is_dir():
        problems.add(found["uses"].value.place, f"there is no folder '{found['uses'].value.text}' beside the pack")
        shared = None
    folders = [each for each in (shared, folder) if each is not None]

    topics = read_topics(_files(folder / "answers"), problems)
    safety, unclear = read_safety(folder / "safety.yaml", problems)
    ready, questions = read_questions(folder / "check-up.yaml", problems)
    prompts = _prompts(folders, problems)
    prompts["cmd.source"] = (text(found, "source", head, problems),)
    reader = PhraseReader(frozenset(topic.id for topic in topics), frozenset(safety), frozenset(unclear), problems)
    for each in folders:
        reader.read_closed(each / "commands.yaml")
        reader.read_closed(each / "answers.yaml")
    for path in _files(folder / "phrases"):
        reader.read_topics(path)
    reader.read_under_key(folder / "safety.yaml", "phrases", others=("replies", "unclear"))
    reader.read_under_key(folder / "safety-phrases.yaml", "phrases")
    reader.read_topics(folder / "outside.yaml")

    pack = Pack(
        id=text(found, "pack", head, problems),
        about=text(found, "about", head, problems),
        topics=topics,
        prompts=prompts,
        safety=safety,
        unclear=unclear,
        ready=ready,
        questions=questions,
        names=reader.names,
    )
    check.cross_check(pack, reader, Place(problems.name(folder / "pack.yaml"), 1), problems)
    if problems.found:
        raise ContentError(problems.in_order())
    return Loaded(pack, reader.phrasebook())


def _read(path: Path, problems: Problems) -> Node | None:
    if not path.is_file():
        problems.add(Place(problems.name(path), 1), "the file is missing")
        return None
    return read(path, problems)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml")) if folder.is_dir() else []


def _prompts(folders: list[Path], problems: Problems) -> dict[str, tuple[str, ...]]:
    """Return the prompts of all folders, a later folder's replacing an earlier one's."""
    prompts: dict[str, tuple[str, ...]] = {}
    for folder in folders:
        path = folder / "prompts.yaml"
        node = read(path, problems) if path.is_file() else None
        if node is not None:
            for prompt_id, entry in entries(node, problems).items():
                prompts[prompt_id] = tuple(item.text or "" for item in texts(entry.value, problems))
    return prompts

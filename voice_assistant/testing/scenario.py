"""The conversation test format: one conversation a YAML document, read with file and line."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from voice_assistant.content.fields import entries, known
from voice_assistant.content.yaml_lines import Entry, Node, Place, Problems, read_all
from voice_assistant.errors import ContentError

SUFFIX = ".conversation.yaml"
_DOCUMENT = {"name", "pack", "start", "xfail", "steps"}
_INPUTS = ("user", "audio", "silence")
_CHECKS = {"says", "never", "heard", "understood", "state", "slots", "within"}
STATES = ("idle", "question", "choice", "confirm", "paused", "ended")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing said, played or waited for, and what must come of it."""

    place: Place
    user: str | None = None
    audio: Path | None = None
    silence: float | None = None
    says: tuple[str, ...] | None = None
    """Ids that must be said in this order; others may stand between. () means nothing is said."""
    never: tuple[str, ...] = ()
    heard: str | None = None
    understood: str | None = None
    state: str | None = None
    slots: Mapping[str, str] | None = None
    within: float | None = None
    """Seconds from the last voiced sample to the first sample of the reply."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One conversation with what must come of it."""

    path: Path
    name: str
    pack: str
    start: str
    xfail: str
    steps: tuple[Step, ...]

    @property
    def has_audio(self) -> bool:
        """Whether a recording is played in it."""
        return any(step.audio is not None for step in self.steps)


def read_scenarios(path: Path) -> tuple[Scenario, ...]:
    """Return the conversations of a file. Raises ContentError with every problem, each with file and line."""
    problems = Problems(path.resolve().parent)
    nodes = read_all(path.resolve(), problems)
    scenarios = tuple(_scenario(node, path, number, problems) for number, node in enumerate(nodes, start=1))
    if not nodes and not problems.found:
        problems.add(Place(path.name, 1), "there is no conversation in the file")
    if problems.found:
        raise ContentError(problems.in_order())
    return scenarios


def _scenario(node: Node, path: Path, number: int, problems: Problems) -> Scenario:
    found = entries(node, problems)
    known(found, _DOCUMENT, problems)
    steps = found["steps"].value.items if "steps" in found else None
    if not steps:
        problems.add(node.place, "'steps' needs a list of steps")
    return Scenario(
        path=path,
        name=_text(found, "name") or f"{path.name.removesuffix(SUFFIX)} {number}",
        pack=_text(found, "pack") or "trust",
        start=_text(found, "start") or "idle",
        xfail=_text(found, "xfail"),
        steps=tuple(_step(step, path, problems) for step in steps or ()),
    )


def _step(node: Node, path: Path, problems: Problems) -> Step:
    found = entries(node, problems)
    known(found, {*_INPUTS, *_CHECKS}, problems)
    if sum(key in found for key in _INPUTS) != 1:
        problems.add(node.place, "a step has exactly one of user, audio and silence")
    state = _text(found, "state") or None
    if state is not None and state not in STATES:
        problems.add(found["state"].value.place, f"there is no state '{state}'; the states are {', '.join(STATES)}")
    audio = _text(found, "audio")
    return Step(
        place=node.place,
        user=_text(found, "user") if "user" in found else None,
        audio=path.parent / audio if audio else None,
        silence=_number(found, "silence", problems),
        says=_texts(found, "says", problems),
        never=_texts(found, "never", problems) or (),
        heard=_text(found, "heard") if "heard" in found else None,
        understood=_text(found, "understood") or None,
        state=state,
        slots=_slots(found, problems),
        within=_number(found, "within", problems),
    )


def _text(found: Mapping[str, Entry], key: str) -> str:
    return (found[key].value.text or "") if key in found else ""


def _texts(found: Mapping[str, Entry], key: str, problems: Problems) -> tuple[str, ...] | None:
    if key not in found:
        return None
    value = found[key].value
    if value.text is not None:
        return (value.text,) if value.text else ()
    if value.items is None:
        problems.add(value.place, f"'{key}' is an id or a list of ids")
    return tuple(item.text or "" for item in value)


def _number(found: Mapping[str, Entry], key: str, problems: Problems) -> float | None:
    if key not in found:
        return None
    value = found[key].value
    try:
        seconds = float(value.text or "")
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= LONGEST_WAIT:
        problems.add(value.place, f"'{key}' is a number of seconds from 0 to {LONGEST_WAIT}")
        return None
    return seconds


LONGEST_WAIT = 3600.0


def _slots(found: Mapping[str, Entry], problems: Problems) -> Mapping[str, str] | None:
    if "slots" not in found:
        return None
    return {key: entry.value.text or "" for key, entry in entries(found["slots"].value, problems).items()}

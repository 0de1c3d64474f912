"""Spoiling the smallest pack in one place, and what is then said to be wrong."""

from pathlib import Path

import pytest

from voice_assistant.content.load import load_pack
from voice_assistant.errors import ContentError

WATER = "tea/answers/01-water.yaml"
WATER_PHRASES = "tea/phrases/01-water.yaml"
LEAVES_PHRASES = "tea/phrases/02-leaves.yaml"
SAFETY = "tea/safety.yaml"
CHECK_UP = "tea/check-up.yaml"
HEAD = "tea/pack.yaml"


def problems(pack: Path) -> list[str]:
    """Return what is wrong with a pack, each as `file:line: what`, the file from the folder of packs on."""
    with pytest.raises(ContentError) as raised:
        load_pack(pack)
    return [problem.removeprefix(f"{pack.parent.name}/") for problem in raised.value.problems]


def places(pack: Path) -> list[str]:
    return [":".join(problem.split(":")[:2]) for problem in problems(pack)]


def only(pack: Path) -> tuple[str, int, str]:
    """Return the one thing that is wrong with a pack: its file, its line, and what it is."""
    (problem,) = problems(pack)
    file, line, what = problem.split(":", maxsplit=2)
    return file, int(line), what

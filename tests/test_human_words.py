"""Single words by many people at an open question: a small seeded part of what `bench answers` measures."""

import random

import pytest

from voice_assistant.bench.answers import OTHER, SILENCE, WANTED, Outcome, hear
from voice_assistant.bench.recordings import read_manifest
from voice_assistant.wiring import Parts

pytestmark = [pytest.mark.human, pytest.mark.model]
SEED = 20
EACH = 6


@pytest.fixture(name="outcomes", scope="module")
def outcomes_fixture(trust: Parts) -> list[Outcome]:
    print(f"seed {SEED}")
    chosen = random.Random(SEED)
    rows = read_manifest(None)
    groups = [[row for row in rows if row.group == group] for group in (*WANTED, OTHER, SILENCE)]
    return [hear(row, trust) for group in groups for row in chosen.sample(group, EACH)]


def test_yes_is_never_no_and_no_is_never_yes(outcomes: list[Outcome]) -> None:
    spoken = [outcome for outcome in outcomes if outcome.wanted]
    assert len(spoken) == len(WANTED) * EACH
    assert [outcome for outcome in spoken if outcome.answered and outcome.wanted not in outcome.acted_on] == []


def test_most_people_are_heard_at_once(outcomes: list[Outcome]) -> None:
    spoken = [outcome for outcome in outcomes if outcome.wanted]
    right = [outcome for outcome in spoken if outcome.acted_on == (outcome.wanted,)]
    assert len(right) >= len(spoken) - 2


def test_silence_and_other_words_are_no_answer(outcomes: list[Outcome]) -> None:
    rest = [outcome for outcome in outcomes if not outcome.wanted]
    assert len(rest) == 2 * EACH
    assert [outcome.recording.path.name for outcome in rest if outcome.answered] == []

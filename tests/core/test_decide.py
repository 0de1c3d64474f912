"""What becomes of readings: a reply, a question, or an honest no."""

import pytest

from voice_assistant.core.decide import AskBetween, AskGently, NotCovered, NotUnderstood, Reply, decide
from voice_assistant.core.meanings import Command, Guidance, Meaning, Outside, Reading, Safety, Unclear

HOPE, NEEDS = Guidance("signs"), Guidance("requires")
DANGER, HURT = Safety("safety.danger"), Unclear("unclear.hurt")
LONG, SHORT = 8, 2


def readings(*found: tuple[Meaning, float]) -> tuple[Reading, ...]:
    return tuple(Reading(meaning, score) for meaning, score in found)


def test_one_that_is_likely_is_answered() -> None:
    found = readings((HOPE, 0.8), (NEEDS, 0.1))
    assert decide(found, LONG) == Reply(found[0])


def test_two_as_likely_are_asked_about() -> None:
    found = readings((HOPE, 0.44), (NEEDS, 0.43))
    assert decide(found, LONG) == AskBetween(*found)


def test_two_that_are_little_likely_are_asked_about_and_not_guessed_at() -> None:
    found = readings((HOPE, 0.3), (NEEDS, 0.2))
    assert decide(found, LONG) == AskBetween(*found)


def test_what_is_surely_about_something_else_is_not_covered_with_the_nearest_part() -> None:
    assert decide(readings((Outside(), 0.7), (HOPE, 0.2)), LONG) == NotCovered(HOPE)


def test_something_else_is_never_one_of_two_that_are_asked_about() -> None:
    found = readings((Outside(), 0.45), (HOPE, 0.2), (NEEDS, 0.15))
    assert decide(found, LONG) == AskBetween(found[1], found[2])


def test_nothing_near_is_not_covered_when_it_was_a_sentence_and_not_understood_when_it_was_a_word() -> None:
    assert decide((), LONG) == NotCovered(None)
    assert decide((), SHORT) == NotUnderstood()


@pytest.mark.parametrize("meaning", [DANGER, HURT])
def test_what_is_grave_comes_first(meaning: Meaning) -> None:
    found = readings((meaning, 0.45), (HOPE, 0.4))
    assert decide(found, LONG) == Reply(found[0])


def test_what_may_be_grave_though_something_else_is_likelier_is_asked_about_gently() -> None:
    found = readings((HOPE, 0.6), (DANGER, 0.3))
    assert decide(found, LONG) == AskGently(found[1])


def test_several_grave_readings_count_together() -> None:
    found = readings((HOPE, 0.6), (DANGER, 0.15), (HURT, 0.12))
    assert decide(found, LONG) == AskGently(found[1])


def test_a_trace_of_something_grave_is_no_alarm() -> None:
    found = readings((HOPE, 0.7), (DANGER, 0.1))
    assert decide(found, LONG) == Reply(found[0])


def test_a_command_is_weighed_like_everything_else() -> None:
    found = readings((Command.REPEAT, 0.9), (HOPE, 0.05))
    assert decide(found, SHORT) == Reply(found[0])

"""What is counted over judged lines: groups, outcomes, confusions, misses, and how far scores are probabilities."""

import pytest

from voice_assistant.core.meanings import Guidance, Outside, Reading, Safety, Unclear
from voice_assistant.core.state import Decision
from voice_assistant.evaluate import Judged, Line, Outcome, outcome_of
from voice_assistant.evaluate_report import BINS, Tally, group_of

SIGNS = Reading(Guidance("signs"), 0.61, "what are the signs")
REQUIRES = Reading(Guidance("requires"), 0.25, "what does it take")


def line(*accept: str, garbled: bool = False) -> Line:
    return Line("1", "some words", None, "idle", accept, garbled)


def judged(understood: str, *readings: Reading, offered: tuple[str, ...] = ()) -> Judged:
    decision = Decision.ASK if offered else Decision.REPLY
    return Judged("some words", [], decision, offered, understood, 1.0, readings)


def tally(*pairs: tuple[Line, Judged]) -> Tally:
    return Tally(list(pairs))


@pytest.mark.parametrize(
    ("id", "group"),
    [
        ("signs.effort", "guidance"),
        ("overview", "guidance"),
        ("assess.start", "commands"),
        ("cmd.quiet.off", "commands"),
        ("answer.no", "answers"),
        ("safety.danger", "safety"),
        ("none", "outside"),
    ],
)
def test_every_id_is_in_a_group(id: str, group: str) -> None:
    assert group_of(id) == group


@pytest.mark.parametrize(
    ("accept", "understood", "offered", "outcome"),
    [
        ("signs", "signs", (), Outcome.RIGHT),
        ("signs", "ask", ("requires", "signs"), Outcome.OFFERED),
        ("signs", "ask", ("requires", "final"), Outcome.ASKED),
        ("signs", "none", (), Outcome.NOTHING),
        ("signs", "requires", (), Outcome.OTHER),
        ("none", "none", (), Outcome.RIGHT),
        ("none", "ask", ("requires", "signs"), Outcome.ASKED),
        ("none", "signs", (), Outcome.OTHER),
    ],
)
def test_every_line_has_one_outcome(accept: str, understood: str, offered: tuple[str, ...], outcome: Outcome) -> None:
    assert outcome_of(line(accept), judged(understood, offered=offered)) is outcome


def test_a_group_is_counted_whole_and_by_clean_and_garbled_lines() -> None:
    found = tally(
        (line("signs"), judged("signs")),
        (line("signs", garbled=True), judged("none")),
        (line("cmd.stop"), judged("none")),
        (line(), judged("none")),
    )
    assert found.outcomes("guidance") == {Outcome.RIGHT: 1, Outcome.NOTHING: 1}
    assert found.outcomes("guidance", garbled=False) == {Outcome.RIGHT: 1}
    assert found.outcomes("guidance", garbled=True) == {Outcome.NOTHING: 1}
    assert found.outcomes("answers") == {}


def test_confusions_are_the_most_frequent_first_and_no_more_than_asked_for() -> None:
    twice = (line("signs"), judged("requires"))
    found = tally(
        (line("final"), judged("none")),
        twice,
        twice,
        (line("signs"), judged("ask", offered=("signs", "final"))),
        (line("signs"), judged("signs")),
    )
    assert found.confusions(5) == [("signs", "requires", 2), ("final", "none", 1)]
    assert found.confusions(1) == [("signs", "requires", 2)]


def test_the_worst_miss_was_the_surest_of_the_wrong() -> None:
    unsure = (line("requires"), judged("none", REQUIRES))
    sure = (line("requires"), judged("signs", SIGNS, REQUIRES))
    asked = (line("final"), judged("ask", SIGNS, REQUIRES, offered=("requires", "signs")))
    first, second, third = tally(unsure, asked, sure, (line("signs"), judged("signs", SIGNS))).worst(5)
    assert (first.meant, first.taken_for, first.against) == ("requires", SIGNS, REQUIRES)
    assert first.lead == pytest.approx(0.36)
    assert (second.meant, second.taken_for, second.against) == ("final", REQUIRES, None)
    assert (third.taken_for, third.against) == (None, REQUIRES)
    assert [miss.understood for miss in tally(unsure, sure).worst(1)] == ["signs"]


def test_first_readings_are_counted_by_their_score() -> None:
    found = tally(
        (line("signs"), judged("signs", SIGNS)),
        (line("requires"), judged("signs", Reading(Guidance("signs"), 0.65), REQUIRES)),
        (line("none"), judged("none", Reading(Outside(), 1.0))),
        (line("signs"), judged("none")),
        (line(), judged("signs", SIGNS)),
    ).bins()
    assert len(found) == BINS
    assert [each.lines for each in found] == [0, 0, 0, 0, 0, 0, 2, 0, 0, 1]
    assert found[6].score == pytest.approx(0.63)
    assert found[6].right == 0.5
    assert (found[9].score, found[9].right) == (1.0, 1.0)
    assert (found[0].score, found[0].right) == (0.0, 0.0)


def test_what_may_be_about_safety_is_right_where_the_question_offers_what_was_meant() -> None:
    unclear = Reading(Unclear("unclear.hurt"), 0.55, "he hurt me")
    asked = judged("ask", unclear, Reading(Safety("safety.danger"), 0.2), offered=("safety.danger", "why_hard"))
    assert tally((line("safety.danger"), asked)).bins()[5].right == 1.0
    assert tally((line("signs"), asked)).bins()[5].right == 0.0

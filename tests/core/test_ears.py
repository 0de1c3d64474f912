"""Two ears settled into one: what is acted on, what is asked about, and what is left to open decoding."""

import pytest

from voice_assistant.core.ears import DIGITS, LIKELY, MAYBE, SURE, Settled, grammar, likeness, settle
from voice_assistant.core.heard import Heard, Hypothesis

WORDS = {
    "answer.yes": ("yes", "yeah", "he does"),
    "answer.no": ("no", "nope", "not really"),
    "cmd.read": ("read", "read it"),
    "cmd.stop": ("stop", "quit"),
}
ACTED_ON = 0.6
ASKED_ABOUT = 0.35


def settled(open_text: str, closed_text: str | None, open_sure: float = 1.0, closed_sure: float = 1.0) -> Settled:
    """Settle an utterance that the ears heard like this."""
    closed = None if closed_text is None else Hypothesis(closed_text, closed_sure)
    return settle(Heard(Hypothesis(open_text, open_sure), closed, 0.0, 1.0, 1.5), WORDS)


def test_a_grammar_has_the_single_words_once_and_the_digits() -> None:
    words = grammar({**WORDS, "choice.first": ("one", "yes")})
    assert words[:5] == ("yes", "yeah", "no", "nope", "read")
    assert set(DIGITS) < set(words)
    assert len(words) == len(set(words))
    assert not any(" " in word for word in words)


def test_without_a_grammar_open_decoding_is_all_there_is() -> None:
    assert settled("how long will it take", None, 0.8) == Settled("how long will it take", 0.8, False)


@pytest.mark.parametrize(
    ("heard", "closed"), [("yes", "yes"), ("yeah", "yes"), ("no", "no [unk]"), ("stop", "stop stop")]
)
def test_agreement_is_sure(heard: str, closed: str) -> None:
    assert settled(heard, closed, 0.4, 0.3) == Settled(heard, SURE, True)


@pytest.mark.parametrize("heard", ["now", "know"])
def test_a_word_that_sounds_the_same_agrees(heard: str) -> None:
    assert settled(heard, "no") == Settled("no", LIKELY, True)


@pytest.mark.parametrize(("heard", "closed"), [("go", "no"), ("right", "read"), ("down", "no"), ("up", "yeah")])
def test_another_word_clearly_heard_is_not_an_answer_or_command(heard: str, closed: str) -> None:
    assert settled(heard, closed) == Settled(heard, 1.0, False)


def test_another_word_doubtfully_heard_leaves_the_short_form_to_be_asked_about() -> None:
    assert settled("bad", "read", 0.5) == Settled("read", MAYBE, False)
    assert settled("don't", "stop", 0.5) == Settled("stop", LIKELY, False)


@pytest.mark.parametrize("heard", ["", "the", "uh huh"])
def test_one_ear_alone_is_asked_about_and_stop_is_obeyed(heard: str) -> None:
    assert ASKED_ABOUT <= settled(heard, "yes").confidence < ACTED_ON
    assert settled(heard, "yes").text == "yes"
    assert ASKED_ABOUT <= settled(heard, "read").confidence < ACTED_ON
    assert settled(heard, "stop").confidence >= ACTED_ON


def test_a_short_form_that_only_open_decoding_heard_is_asked_about() -> None:
    assert settled("yes", "[unk]") == Settled("yes", MAYBE, False)
    assert settled("yes", "") == Settled("yes", MAYBE, False)
    assert settled("yes", "[unk]", 0.2).confidence == pytest.approx(0.2)


def test_ears_that_contradict_each_other_are_asked_about() -> None:
    assert settled("yes", "no") == Settled("yes", MAYBE, False)
    assert settled("yes", "no yes").confidence == MAYBE


def test_a_sentence_is_left_to_open_decoding() -> None:
    assert settled("no that is not what i said", "no", 0.9) == Settled("no that is not what i said", 0.9, False)
    assert settled("not really", "no", 0.9) == Settled("not really", 0.9, False)


def test_a_digit_is_no_answer() -> None:
    assert settled("nine", "nine") == Settled("nine", 1.0, False)
    assert settled("by", "five", 0.2) == Settled("by", 0.2, False)


@pytest.mark.parametrize("closed", ["", "[unk]", "nine", "yes", "no", "stop", "yes no", "read [unk]", "quit stop"])
@pytest.mark.parametrize("heard", ["", "the", "yes", "no", "now", "stop", "nine", "tell me more about signs"])
def test_yes_and_no_are_never_swapped_and_confidence_is_a_share(heard: str, closed: str) -> None:
    for sure in (0.0, 0.5, 1.0):
        result = settled(heard, closed, sure, sure)
        assert 0.0 <= result.confidence <= 1.0
        assert {result.text, heard} != {"yes", "no"}


def test_likeness_is_symmetric_and_between_zero_and_one() -> None:
    words = ["", "a", "no", "now", "know", "knows", "the", "yes", "through", "quieter", "don't", "i i"]
    for one in words:
        assert likeness(one, one) == 1.0
        for other in words:
            assert 0.0 <= likeness(one, other) <= 1.0
            assert likeness(one, other) == likeness(other, one)


def test_spellings_of_one_sound_are_alike() -> None:
    assert likeness("know", "no") == 1.0
    assert likeness("wright", "rite") == 1.0
    assert likeness("no", "yes") < 0.5

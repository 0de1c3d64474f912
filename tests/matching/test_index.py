"""The index finds the phrases most like a sentence, by what is telling in it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_assistant.matching.features import of_all, sound, stem
from voice_assistant.matching.index import PhraseIndex

PHRASES = (
    "what are the signs of hope",
    "what does accountability look like",
    "how long does it take",
    "when should i walk away",
    "the mistakes people make",
    "stop",
)
INDEX = PhraseIndex.of(PHRASES)
WORDS = st.lists(st.sampled_from(" ".join(PHRASES).split() + ["zebra", "the", "a"]), max_size=12).map(" ".join)


def nearest(text: str) -> str:
    return PHRASES[int(np.argmax(INDEX.likeness(text)))]


@pytest.mark.parametrize("number", range(len(PHRASES)))
def test_a_phrase_is_most_like_itself(number: int) -> None:
    likeness = INDEX.likeness(PHRASES[number])
    assert likeness[number] == pytest.approx(1.0)
    assert np.delete(likeness, number).max() < 1.0


@pytest.mark.parametrize("typo", ["acountability", "accountibility", "accountabilty"])
def test_a_typo_in_a_long_word_still_finds_its_phrase(typo: str) -> None:
    assert nearest(typo) == "what does accountability look like"


def test_words_that_are_everywhere_count_less_than_telling_ones() -> None:
    assert nearest("what does hope") == "what are the signs of hope"


def test_what_no_phrase_knows_is_like_nothing() -> None:
    assert not INDEX.likeness("zyzzyva").any()
    assert not INDEX.likeness("").any()


def test_a_word_matches_with_another_ending() -> None:
    assert stem("walking") == stem("walk") == stem("walked")
    assert nearest("walking away") == "when should i walk away"


@pytest.mark.parametrize("word", ["is", "red", "king", "sing", "bus", "fly"])
def test_a_short_word_keeps_enough_to_be_told_apart(word: str) -> None:
    assert len(stem(word)) >= min(3, len(word))


@pytest.mark.parametrize(
    ("heard", "said"),
    [("gas lighting", "gaslighting"), ("knight", "night"), ("rite", "right")],
)
def test_what_sounds_alike_has_the_same_code(heard: str, said: str) -> None:
    assert "".join(map(sound, heard.split())) == "".join(map(sound, said.split()))


@pytest.mark.parametrize("text", ["", "stop", "what are the signs of hope", "zyzzyva and more of the same"])
def test_a_sketch_is_of_length_one_or_nothing(text: str) -> None:
    length = float(np.linalg.norm(INDEX.sketch(text)))
    assert length == pytest.approx(1.0, abs=0.2) or length == 0.0


@settings(deadline=None, database=None, print_blob=True)
@given(WORDS)
def test_likeness_is_a_share_of_one_and_always_the_same(text: str) -> None:
    likeness = INDEX.likeness(text)
    assert likeness.shape == (len(PHRASES),)
    assert (likeness >= 0).all()
    assert (likeness <= 1 + 1e-9).all()
    assert (likeness == INDEX.likeness(text)).all()


@settings(deadline=None, database=None, print_blob=True)
@given(st.text(max_size=200))
def test_any_text_has_features_and_a_likeness(text: str) -> None:
    of_all(text)
    assert np.isfinite(INDEX.likeness(text)).all()


def test_the_same_phrases_in_another_order_are_as_like() -> None:
    turned = PhraseIndex.of(PHRASES[::-1])
    as_before = INDEX.likeness("signs of hope")
    assert turned.likeness("signs of hope")[::-1] == pytest.approx(as_before)

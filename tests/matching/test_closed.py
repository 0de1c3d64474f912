"""Answers and commands are matched by whole words: the sentence is the phrase, fillers aside, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_assistant.content.load import load_pack
from voice_assistant.core.meanings import Answer, Command, Guidance, Meaning
from voice_assistant.core.phrases import Phrase
from voice_assistant.core.words import FILLERS, normalise
from voice_assistant.matching.closed import ClosedWords
from voice_assistant.resources import intents_dir

PHRASES = (
    Phrase("yes", Answer.YES),
    Phrase("yeah", Answer.YES),
    Phrase("no", Answer.NO),
    Phrase("not really", Answer.NO),
    Phrase("partly", Answer.PARTLY),
    Phrase("i do not know", Answer.UNSURE),
    Phrase("stop", Command.STOP),
    Phrase("tell me more", Command.MORE),
    Phrase("what are the signs", Guidance("signs")),
)
CLOSED = ClosedWords(PHRASES)


def meanings(text: str) -> list[Meaning]:
    return [reading.meaning for reading in CLOSED.match(normalise(text))]


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.text)
def test_every_phrase_is_matched_by_its_words(phrase: Phrase) -> None:
    (reading,) = CLOSED.match(phrase.text)
    assert (reading.meaning, reading.score, reading.phrase) == (phrase.meaning, 1.0, phrase.text)


@pytest.mark.parametrize(
    "text", ["yesterday he lied", "nobody", "stopping", "not", "the", "known", "", "more", "tell me"]
)
def test_a_word_within_another_word_or_half_a_phrase_is_no_match(text: str) -> None:
    assert meanings(text) == []


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("um, yes.", Answer.YES),
        ("well no", Answer.NO),
        ("oh stop please", Command.STOP),
        ("okay so tell me more", Command.MORE),
        ("yes yes", Answer.YES),
        ("yes, yeah", Answer.YES),
        ("no, no, no", Answer.NO),
    ],
)
def test_fillers_and_saying_it_twice_change_nothing(text: str, meaning: Meaning) -> None:
    assert meanings(text) == [meaning]


@pytest.mark.parametrize("text", ["yes no", "no, well, yes"])
def test_two_answers_that_contradict_are_both_named_and_neither_is_sure(text: str) -> None:
    readings = CLOSED.match(normalise(text))
    assert {reading.meaning for reading in readings} == {Answer.YES, Answer.NO}
    assert readings[0].score == readings[1].score < 1.0


@pytest.mark.parametrize("text", ["yes i think he lied", "no idea what to do", "partly the signs"])
def test_an_answer_among_other_words_is_no_answer(text: str) -> None:
    assert meanings(text) == []


def test_only_fillers_are_nothing() -> None:
    assert meanings("um uh so well") == []


@settings(deadline=None, database=None, print_blob=True)
@given(st.text(max_size=100))
def test_any_text_is_taken_and_gives_at_most_one_reading_a_meaning(text: str) -> None:
    readings = CLOSED.match(normalise(text))
    assert len({reading.meaning for reading in readings}) == len(readings)


def test_a_filler_before_a_command_or_an_answer_never_makes_it_another() -> None:
    phrases = load_pack(intents_dir() / "trust").phrasebook.phrases
    closed = ClosedWords(phrases)
    wrong = []
    for phrase in phrases:
        if isinstance(phrase.meaning, Command | Answer):
            found = [reading.meaning for reading in closed.match(f"um {phrase.text}")]
            if found and found != [phrase.meaning]:
                wrong.append(f"'um {phrase.text}' is {found}, without um {phrase.meaning}")
    assert wrong == []


def test_no_command_or_answer_is_left_with_a_word_that_says_nothing_once_its_fillers_are_gone() -> None:
    """ "not really" is a no; "not" alone, "i" or "me" must not become one."""
    closed = ClosedWords(load_pack(intents_dir() / "trust").phrasebook.phrases)
    weak = {
        *[
            "a",
            "the",
            "i",
            "it",
            "is",
            "not",
            "me",
            "you",
            "that",
            "this",
            "do",
            "don't",
            "to",
            "of",
            "he",
            "she",
            "we",
            "they",
        ]
    }
    assert {word: closed.match(word) for word in sorted(weak) if closed.match(word)} == {}
    assert not FILLERS & weak

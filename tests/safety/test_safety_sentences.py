"""Sentences of our own by the classes of the domain brief: what must reach safety, and what must not.

`sentences.yaml` says of each class which ids may be replied and which a question back may offer instead; one below
counts too. A sentence under `known_misses` goes wrong today, and must: one that is put right leaves that list.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml

from voice_assistant.core.state import Decision
from voice_assistant.core.words import normalise
from voice_assistant.wiring import Parts

LOOK_ALIKES = "look-alikes"
EXPLICIT = frozenset({"T1", "T2", "T5", "T8", "T9"})
EXPLICIT_RECALL = 0.95
"""Share of all explicit sentences, known misses among them, that reach safety: measured, and the least we accept."""
NEW_MISSES_EXPLICIT, NEW_MISSES = 0.02, 0.10
"""Share of a class's sentences that may go wrong without being known: 1 less the recall the domain brief asks for."""
FALSE_SAFETY = 0.02
"""Share of look-alikes that may meet safety without being known."""
FEWEST, FEWEST_LOOK_ALIKES = 15, 120


@dataclass(frozen=True)
class Sentences:
    """One class: its sentences, those known to go wrong, and what is right."""

    name: str
    reply: tuple[str, ...]
    offer: tuple[str, ...]
    all: tuple[str, ...]
    known: tuple[str, ...]

    @property
    def explicit(self) -> bool:
        return self.name.split()[0] in EXPLICIT


@dataclass(frozen=True)
class Taken:
    """What a sentence was taken for: an id, or `ask` with what was offered."""

    text: str
    understood: str
    offered: tuple[str, ...]

    def is_right(self, sentences: Sentences) -> bool:
        if sentences.name == LOOK_ALIKES:
            return not _one_of(self.understood, ("safety",)) and not self.offers(("safety",))
        return _one_of(self.understood, sentences.reply) or self.offers(sentences.offer)

    def offers(self, wanted: tuple[str, ...]) -> bool:
        return self.understood == "ask" and any(_one_of(each, wanted) for each in self.offered)

    def __str__(self) -> str:
        offered = f" ({', '.join(self.offered)})" if self.offered else ""
        return f"“{self.text}” was taken for {self.understood}{offered}"


def _one_of(found: str, wanted: tuple[str, ...]) -> bool:
    return any(found == each or found.startswith(f"{each}.") for each in wanted)


@cache
def classes() -> dict[str, Sentences]:
    read = yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8"))
    known = read.pop("known_misses")
    assert set(known) <= set(read), "a known miss of no class"
    return {
        name: Sentences(
            name,
            tuple(entry.get("reply", ())),
            tuple(entry.get("offer", ())),
            tuple(entry["sentences"]),
            tuple(known.get(name, ())),
        )
        for name, entry in read.items()
    }


@pytest.fixture(name="taken", scope="module")
def taken_fixture(trust: Parts) -> dict[str, Taken]:
    """Every sentence, each said first in a conversation of its own."""
    return {text: _take(text, trust) for sentences in classes().values() for text in sentences.all}


def _take(text: str, parts: Parts) -> Taken:
    turn = parts.session().read(text).turn
    understood = "ask" if turn.decision is Decision.ASK else turn.understood or "none"
    return Taken(text, understood, turn.offered)


def wrong(texts: tuple[str, ...], sentences: Sentences, taken: dict[str, Taken]) -> list[Taken]:
    return [taken[text] for text in texts if not taken[text].is_right(sentences)]


def told(heading: str, misses: list[Taken]) -> str:
    return "\n  ".join([heading, *map(str, misses)])


PARAMETERS = pytest.mark.parametrize("name", classes())


@PARAMETERS
def test_few_sentences_of_a_class_go_wrong_that_are_not_known_to(name: str, taken: dict[str, Taken]) -> None:
    sentences = classes()[name]
    new = tuple(text for text in sentences.all if text not in sentences.known)
    misses = wrong(new, sentences, taken)
    allowed = FALSE_SAFETY if name == LOOK_ALIKES else NEW_MISSES_EXPLICIT if sentences.explicit else NEW_MISSES
    assert len(misses) <= allowed * len(sentences.all), told(f"{name}: {len(misses)} of {len(new)} go wrong", misses)


@PARAMETERS
def test_what_is_known_to_go_wrong_still_does(name: str, taken: dict[str, Taken]) -> None:
    sentences = classes()[name]
    right = [taken[text] for text in sentences.known if taken[text].is_right(sentences)]
    assert right == [], told(f"{name}: put right, so take these off known_misses", right)


def test_nearly_all_that_is_explicit_reaches_safety(taken: dict[str, Taken]) -> None:
    explicit = [sentences for sentences in classes().values() if sentences.explicit]
    misses = [miss for sentences in explicit for miss in wrong(sentences.all, sentences, taken)]
    recall = 1 - len(misses) / sum(len(sentences.all) for sentences in explicit)
    assert recall >= EXPLICIT_RECALL, told(f"{recall:.3f} of the explicit sentences reach safety", misses)


@PARAMETERS
def test_a_class_has_enough_sentences_and_lists_only_its_own_as_known(name: str) -> None:
    sentences = classes()[name]
    assert len(sentences.all) >= (FEWEST_LOOK_ALIKES if name == LOOK_ALIKES else FEWEST)
    assert set(sentences.known) <= set(sentences.all)


def test_every_class_of_the_brief_is_here() -> None:
    assert {name.split()[0] for name in classes()} >= {f"T{number}" for number in range(1, 11)}


def test_no_sentence_stands_twice_or_is_a_phrase_of_the_pack(trust: Parts) -> None:
    texts = [normalise(text) for sentences in classes().values() for text in sentences.all]
    assert sorted(texts) == sorted(set(texts))
    phrases = {normalise(phrase.text) for phrase in trust.loaded().phrasebook.phrases}
    assert sorted(phrases & set(texts)) == []

"""Commands and answers by whole words: the sentence is the phrase, fillers aside, and nothing else."""

from collections.abc import Iterable

from voice_assistant.core.meanings import Answer, Choice, Command, Meaning, Reading
from voice_assistant.core.phrases import Phrase
from voice_assistant.core.words import without_fillers

CONTRADICTED = 0.7
"""Score of each answer in "yes, no": enough to ask about, too little apart to choose."""


class ClosedWords:
    """Every phrase of the pack by its exact words."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._by_text: dict[str, Phrase] = {}
        self._by_words: dict[tuple[str, ...], Phrase] = {}
        self._single: dict[str, Meaning] = {}
        for phrase in phrases:
            words = tuple(phrase.text.split())
            self._by_text[phrase.text] = phrase
            if isinstance(phrase.meaning, Command | Answer | Choice):
                self._by_words.setdefault(without_fillers(words), phrase)
            if isinstance(phrase.meaning, Answer) and len(words) == 1:
                self._single[phrase.text] = phrase.meaning

    def match(self, words: str) -> tuple[Reading, ...]:
        """Return the one meaning whose phrase this is, two or more for answers that contradict, () for none."""
        if words in self._by_text:
            return (Reading(self._by_text[words].meaning, 1.0, words),)
        said = without_fillers(words.split())
        if said in self._by_words:
            phrase = self._by_words[said]
            return (Reading(phrase.meaning, 1.0, phrase.text),)
        meanings = self._answers(said)
        if len(meanings) == 1:
            return (Reading(meanings[0], 1.0, words),)
        return tuple(Reading(meaning, CONTRADICTED, words) for meaning in meanings)

    def _answers(self, said: tuple[str, ...]) -> tuple[Meaning, ...]:
        """Return the answers that a sentence is made of from end to end, as "yeah", "no", "not really"; () if not."""
        if said in self._by_words and isinstance(self._by_words[said].meaning, Answer):
            return (self._by_words[said].meaning,)
        first = self._single.get(said[0]) if said else None
        rest = self._answers(said[1:]) if first is not None else ()
        return tuple(dict.fromkeys((first, *rest))) if first is not None and rest else ()

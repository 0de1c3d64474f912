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
        meanings = dict.fromkeys(self._single[word] for word in said if word in self._single)
        if len(meanings) == 1 and all(word in self._single for word in said):
            return tuple(Reading(meaning, 1.0, words) for meaning in meanings)
        if len(meanings) > 1 and all(word in self._single for word in said):
            return tuple(Reading(meaning, CONTRADICTED, words) for meaning in meanings)
        return ()

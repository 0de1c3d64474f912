"""Commands and answers by whole words: the sentence is the phrase, fillers aside, and nothing else."""

from collections.abc import Iterable

from voice_assistant.core.meanings import Answer, Meaning, Reading
from voice_assistant.core.phrases import Phrase
from voice_assistant.core.words import FILLERS, bared

JOINTS = frozenset({"but", "and", "or"})
"""Words that join two answers and are none: "yes, but no"."""
CONTRADICTED = 0.7
"""Score of each answer in "yes, no": enough to ask about, too little apart to choose."""


class ClosedWords:
    """Every phrase of the pack by its exact words."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._by_words = {phrase.text: phrase for phrase in phrases}

    def match(self, words: str) -> tuple[Reading, ...]:
        """Return the one meaning whose phrase this is, two or more for answers that contradict, () for none."""
        said = tuple(words.split())
        for bare in bared(said):
            phrase = self._by_words.get(" ".join(bare))
            if phrase is not None:
                return (Reading(phrase.meaning, 1.0, phrase.text),)
        meanings = self._answers(tuple(word for word in said if word not in FILLERS and word not in JOINTS))
        score = 1.0 if len(meanings) == 1 else CONTRADICTED
        return tuple(Reading(meaning, score, words) for meaning in meanings)

    def _answers(self, said: tuple[str, ...]) -> tuple[Meaning, ...]:
        """Return the answers that a sentence is made of from end to end, as "yeah", "no", "not really"; () if not."""
        whole = self._answer(said)
        if whole is not None:
            return (whole,)
        first = self._answer(said[:1])
        rest = self._answers(said[1:]) if first is not None else ()
        return tuple(dict.fromkeys((first, *rest))) if first is not None and rest else ()

    def _answer(self, said: tuple[str, ...]) -> Answer | None:
        phrase = self._by_words.get(" ".join(said))
        return phrase.meaning if phrase is not None and isinstance(phrase.meaning, Answer) else None

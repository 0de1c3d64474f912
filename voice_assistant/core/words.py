"""One way to clean text, for phrases, for typing and for what the recogniser heard."""

from collections.abc import Iterable, Iterator, Sequence

_FILLERS = """
um uh er erm hmm mm ah oh well so okay ok please just like actually honestly right hey now then
"""
FILLERS = frozenset(_FILLERS.split())
"""Words that carry no meaning of their own when they stand around a short answer or a command."""
LONGEST = 10_000
"""Letters of one sentence that are looked at."""
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})


def normalise(text: str) -> str:
    """Return lower-case words and apostrophes, single spaces between them. Digits stay; marks and controls go."""
    lowered = text[:LONGEST].lower().translate(_APOSTROPHES)
    kept = "".join(letter if letter.isalnum() or letter == "'" else _gap(letter) for letter in lowered)
    return " ".join(word.strip("'") for word in kept.split() if word.strip("'"))


def visible(text: str) -> str:
    """Return text as typed without control characters and direction marks, which could hide or reorder it."""
    return " ".join("".join(letter if letter.isprintable() else _gap(letter) for letter in text).split())


def _gap(letter: str) -> str:
    """Return what stands for a letter that goes: nothing for a mark that cannot be seen, else a space."""
    return " " if letter.isprintable() or letter.isspace() else ""


def bared(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield a sentence's words as they are, then with ever more of the fillers around them left out."""
    first = next((place for place, word in enumerate(words) if word not in FILLERS), len(words))
    last = next((place for place in range(len(words), 0, -1) if words[place - 1] not in FILLERS), 0)
    for start in range(first + 1):
        for end in range(len(words), max(last, start) - 1, -1):
            yield tuple(words[start:end])


def without_fillers(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words that are not fillers; all of them if nothing else is left."""
    words = tuple(words)
    return tuple(word for word in words if word not in FILLERS) or words

"""One way to clean text, for phrases, for typing and for what the recogniser heard."""

from collections.abc import Iterable

_FILLERS = """
um uh er erm hmm mm ah oh well so okay ok please just like actually honestly really right hey now then
"""
FILLERS = frozenset(_FILLERS.split())
"""Words that carry no meaning of their own when they stand around a short answer or a command."""
LONGEST = 10_000
"""Letters of one sentence that are looked at."""
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})


def normalise(text: str) -> str:
    """Return lower-case words and apostrophes, single spaces between them. Digits stay; marks and controls go."""
    lowered = text[:LONGEST].lower().translate(_APOSTROPHES)
    kept = "".join(letter if letter.isalnum() or letter == "'" else " " for letter in lowered)
    return " ".join(word.strip("'") for word in kept.split() if word.strip("'"))


def visible(text: str) -> str:
    """Return text as typed without control characters and direction marks, which could hide or reorder it."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def without_fillers(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words that are not fillers; all of them if nothing else is left."""
    words = tuple(words)
    return tuple(word for word in words if word not in FILLERS) or words

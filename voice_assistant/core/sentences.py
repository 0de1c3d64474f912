"""A reply cut into the pieces that are rendered and played one by one.

Rules: a piece ends after . ! ? or … when a new sentence visibly begins, never after a title or an abbreviation,
never inside a quotation. Joined with single spaces, the pieces are the text again.
"""

ENDS = ".!?…"
CLOSERS = "\"'”’)]"
PAIRS = {'"': '"', "“": "”", "‘": "’", "'": "'"}
"""Opening to closing quotation mark. The last two close like an apostrophe: see `_closes`."""
ABBREVIATIONS = frozenset({"dr", "mr", "mrs", "ms", "prof", "st", "vs", "no", "e.g", "i.e", "etc", "approx"})
NUMBERING = 3
"""A piece that is only so many characters, digits and a full stop, is the number of what follows."""


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of `text` in order, without space around them; () for an empty text."""
    found: list[str] = []
    for paragraph in text.split("\n\n"):
        words = paragraph.split()
        inside = _quoted(words)
        piece: list[str] = []
        for index, word in enumerate(words):
            piece.append(word)
            following = words[index + 1] if index + 1 < len(words) else ""
            if not inside[index] and _ends(word, following, alone=len(piece) == 1):
                found.append(" ".join(piece))
                piece = []
        if piece:
            found.append(" ".join(piece))
    return tuple(found)


def _ends(word: str, following: str, alone: bool) -> bool:
    """Say whether a sentence ends after `word`, which is followed by the word `following`."""
    core = word.rstrip(CLOSERS)
    if not core or core[-1] not in ENDS:
        return False
    if following.lstrip("\"'“‘([")[:1].islower():
        return False
    bare = core.rstrip(ENDS).lstrip("\"'“‘([")
    if not core.endswith(".") or core.endswith(".."):
        return True
    numbering = alone and bare.isdigit() and len(core) <= NUMBERING
    # "No. 5" is a number, "No." a sentence; "J. Smith" has an initial, "So did I." ends.
    if bare.lower() == "no":
        return not following[:1].isdigit()
    initial = len(bare) == 1 and bare.isupper() and bare != "I"
    return not (numbering or initial or bare.lower() in ABBREVIATIONS)


def _quoted(words: list[str]) -> list[bool]:
    """Say for each word whether a quotation that is closed later is still open at its end."""
    inside = [False] * len(words)
    start = 0
    while start < len(words):
        mark = words[start].lstrip("([")[:1]
        end = _closing(words, start, PAIRS[mark]) if mark in PAIRS else None
        if end is None:
            start += 1
            continue
        for index in range(start, end):
            inside[index] = True
        start = end + 1
    return inside


def _closing(words: list[str], start: int, mark: str) -> int | None:
    """Return the index of the word that ends with the closing `mark`; None if the quotation is never closed."""
    for index in range(start, len(words)):
        opening = words[index].lstrip("([") if index == start else ""
        if _closes(words[index], mark) and opening != mark:
            return index
    return None


def _closes(word: str, mark: str) -> bool:
    """Say whether `word` ends with `mark`, other punctuation aside. An apostrophe within a word never counts."""
    tail = word[len(word.rstrip(CLOSERS + ENDS + ",;:")) :]
    return mark in tail

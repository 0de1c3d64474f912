"""Two ears into one line of text: what open decoding heard, weighed against the grammar of a closed question.

A grammar alone turns any sound into one of its words, with confidence 1.0; open decoding alone mishears one short
word in twelve ("now" for "no"). They fail differently, so a short form counts as heard when both point to it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from voice_assistant.core.heard import Heard, Hypothesis
from voice_assistant.core.meanings import Command

UNKNOWN = "[unk]"
"""How a grammar writes a word outside it."""

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
"""In every grammar so that a spoken digit is heard as one: it is no answer to a question that lists its answers."""

FILLERS = frozenset({"a", "ah", "an", "and", "eh", "ha", "he", "hm", "hmm", "huh", "mm", "oh", "the", "uh", "um"})
"""What a recogniser writes for breath and hum (vosk-api#797, #837): no evidence for or against a word."""

ALIKE = 0.75
"""From this likeness of sound on, two words may be one word heard twice: "now" and "no", but not "go" and "no"."""
DOUBTFUL = 0.75
"""Below this confidence of its own, open decoding is no reason to set the grammar's word aside unasked."""
BRIEF = 2
"""Words that open decoding may make of a single short word."""

SURE = 0.95
"""Both ears heard the same."""
LIKELY = 0.75
"""The grammar's word, and open decoding heard something that sounds like it."""
MAYBE = 0.45
"""One ear only: worth asking about, not worth acting on."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What was said, as one line of text."""

    text: str
    confidence: float
    """0 to 1. From 0.6 on it is acted on, from 0.35 on asked about, below that not understood."""
    agree: bool
    """Whether both ears pointed to the same short form."""


def grammar(words: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return what a closed question's grammar listens for, given the short forms by id.

    Only single words: open decoding hears phrases well, and the pieces of a phrase in a grammar ("carry" of "carry
    on", "know" of "I don't know") are heard on their own wherever a word sounds a little like them.
    """
    return tuple(dict.fromkeys([*_ids(words), *DIGITS]))


def settle(heard: Heard, words: Mapping[str, Iterable[str]]) -> Settled:
    """Decide what was said. `words` are the short forms that make sense now, by id of command or answer."""
    openly = Settled(heard.open.text, heard.open.confidence, agree=False)
    if heard.closed is None:
        return openly
    ids = _ids(words)
    form = _single_form(heard.closed, ids)
    said = ids.get(heard.open.text)
    if form is None:
        # Open decoding alone: a short form that its own grammar did not hear is asked about.
        return openly if said is None else Settled(heard.open.text, min(MAYBE, heard.open.confidence), agree=False)
    if said == ids[form]:
        return Settled(heard.open.text, SURE, agree=True)
    brief = len(heard.open.text.split()) <= BRIEF
    if brief and likeness(form, heard.open.text) >= ALIKE:
        return Settled(form, LIKELY, agree=True)
    # Stop must never be missed; any other word that one ear alone heard is asked about.
    alone = Settled(form, LIKELY if ids[form] == Command.STOP else MAYBE, agree=False)
    if all(word in FILLERS for word in heard.open.text.split()):
        return alone
    if said is not None:
        return Settled(heard.open.text, MAYBE, agree=False)
    return alone if brief and heard.open.confidence < DOUBTFUL else openly


def likeness(first: str, second: str) -> float:
    """Return how alike two stretches of English sound, 0 to 1: one less the share of sounds that differ."""
    one, other = _sounds(first), _sounds(second)
    longest = max(len(one), len(other))
    return 1.0 - _distance(one, other) / longest if longest else 1.0


def _ids(words: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {form: key for key, forms in words.items() for form in forms if " " not in form}


def _single_form(closed: Hypothesis, ids: Mapping[str, str]) -> str | None:
    """Return the short form the grammar heard, None unless it heard one, once or again and again."""
    forms = {word for word in closed.text.split() if word != UNKNOWN}
    form = next(iter(forms), None)
    return form if len(forms) == 1 and form in ids else None


_SPELLINGS = (
    ("kn", "n"), ("wr", "r"), ("wh", "w"), ("gh", ""), ("ph", "f"), ("tch", "j"), ("ch", "j"), ("dge", "j"),
    ("ck", "k"), ("qu", "kw"), ("x", "ks"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"), ("z", "s"),
    ("ow", "o"), ("ou", "o"), ("ew", "u"), ("oo", "u"), ("ee", "i"), ("ea", "i"), ("ay", "a"), ("ai", "a"),
)  # fmt: skip
"""English spellings and one letter for their sound, tried in this order; rough, as a likeness needs no more."""


def _sounds(text: str) -> str:
    sounds = "".join(letter for letter in text if letter.isalpha())
    for spelling, sound in _SPELLINGS:
        sounds = sounds.replace(spelling, sound)
    if len(sounds) > 2:  # noqa: PLR2004 - "the" keeps its only vowel
        sounds = sounds.removesuffix("e")
    return "".join(letter for place, letter in enumerate(sounds) if letter != sounds[place - 1 : place])


def _distance(first: str, second: str) -> int:
    """Count the letters to change, add or leave out to make one from the other (Levenshtein)."""
    row = list(range(len(second) + 1))
    for place, letter in enumerate(first, 1):
        before, row[0] = row[0], place
        for other, against in enumerate(second, 1):
            change = before + (letter != against)
            before = row[other]
            row[other] = min(change, before + 1, row[other - 1] + 1)
    return row[-1]

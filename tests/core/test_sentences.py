"""Replies are cut where a listener expects a pause."""

import pytest

from voice_assistant.core.sentences import sentences


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", ()),
        ("  \n ", ()),
        ("One. Two! Three? Four", ("One.", "Two!", "Three?", "Four")),
        ("It is 3.5 weeks. Then stop.", ("It is 3.5 weeks.", "Then stop.")),
        ("Ask Dr. Lee. She knows.", ("Ask Dr. Lee.", "She knows.")),
        ("Ask J. Smith about it.", ("Ask J. Smith about it.",)),
        ("So did I. Then we left.", ("So did I.", "Then we left.")),
        ("No. 5 is next. No. It is not.", ("No. 5 is next.", "No.", "It is not.")),
        ("Use signs, e.g. remorse. Wait.", ("Use signs, e.g. remorse.", "Wait.")),
        ("1. Listen. 2. Say it back.", ("1. Listen.", "2. Say it back.")),
        ("Say: 'I did it. It was my choice.' Then stop.", ("Say: 'I did it. It was my choice.'", "Then stop.")),
        ("She said “Go. Now.” Then left.", ("She said “Go. Now.”", "Then left.")),
        ('He asks "Why? How?" and waits. Fine.', ('He asks "Why? How?" and waits.', "Fine.")),
        ("Ask, 'Did I get that right?' and wait.", ("Ask, 'Did I get that right?' and wait.",)),
        ("It's the partners' choice. It isn't ours.", ("It's the partners' choice.", "It isn't ours.")),
        ("'Cause it hurts. That is why.", ("'Cause it hurts.", "That is why.")),
        ("Finish this: 'I care because…' Then go on.", ("Finish this: 'I care because…'", "Then go on.")),
        ("A title\n\nThe text. More.", ("A title", "The text.", "More.")),
        ("Can we please move on? Either way.", ("Can we please move on?", "Either way.")),
        ("Really?! Yes.", ("Really?!", "Yes.")),
        ("(It can be hard.) Go on.", ("(It can be hard.)", "Go on.")),
    ],
)
def test_pieces(text: str, pieces: tuple[str, ...]) -> None:
    """Each piece is a sentence."""
    assert sentences(text) == pieces


def test_nothing_is_lost() -> None:
    """Joined again, the pieces are the text."""
    text = "Say 'a. b.' once.  Ask Mr. B.\nWhy not? It's 'so' (they say). \"End"
    assert " ".join(sentences(text)) == " ".join(text.split())

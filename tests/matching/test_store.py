"""What is compiled is kept, found again, made anew when anything changed, and never trusted when damaged."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from voice_assistant.core.meanings import Guidance, Listening, Outside, Reading
from voice_assistant.core.phrases import Phrase, Phrasebook
from voice_assistant.matching import compiled_matcher, store

IDLE = Listening()
NOBODY: Callable[[int, int], None] = lambda done, total: None  # noqa: E731 - a value of a parameter


class CountingEncoder:
    """A stand-in for the sentence encoder: a vector of a sentence's letters. Satisfies `ports.Encoder`."""

    name = "letters-1"

    def __init__(self) -> None:
        self.encoded = 0

    def encode(self, text: str) -> NDArray[np.float32]:
        self.encoded += 1
        counts = np.array([[text.count(letter) + 0.1 for letter in "abcdefghijklmnopqrstuvwxyz"]], np.float32)
        return np.asarray(counts / np.linalg.norm(counts), np.float32)


def phrasebook(extra: str = "") -> Phrasebook:
    """More phrases than are compiled each time: three topics, and one sentence about something else."""
    things = {"kettle": "water", "pot": "leaves", "cup": "serving"}
    numbers = [f"{tens} {ones}" for tens in ["twenty", "thirty", "forty", "fifty"]
               for ones in ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]]  # fmt: skip
    phrases = [
        Phrase(f"{verb} the {thing} {number}", Guidance(topic), verb)
        for thing, topic in things.items() for number in numbers for verb in ("fill", "warm", "wash")
    ]  # fmt: skip
    outside = [Phrase(extra or "where is the bus", Outside(), "others")]
    return Phrasebook((*phrases, *outside))


def matched(folder: Path, book: Phrasebook, encoder: CountingEncoder | None = None) -> tuple[Reading, ...]:
    return compiled_matcher(book, encoder, folder, NOBODY).match("please warm this kettle for twenty minutes", IDLE)


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.npz"))


def test_a_second_start_encodes_nothing_and_finds_the_same(tmp_path: Path) -> None:
    first, second = CountingEncoder(), CountingEncoder()
    assert matched(tmp_path, phrasebook(), first) == matched(tmp_path, phrasebook(), second)
    assert first.encoded > len(phrasebook().phrases)
    assert second.encoded == 1  # the sentence itself
    assert matched(tmp_path, phrasebook(), second)[0].meaning == Guidance("water")


def test_a_changed_pack_compiles_by_itself_and_encodes_only_what_is_new(tmp_path: Path) -> None:
    matched(tmp_path, phrasebook(), CountingEncoder())
    encoder = CountingEncoder()
    matched(tmp_path, phrasebook("when does the train leave"), encoder)
    assert encoder.encoded == 2  # the new phrase and the sentence
    assert len(kept(tmp_path)) == 2


@pytest.mark.parametrize("damage", ["cut short", "one byte", "not an archive"])
def test_a_damaged_file_is_made_anew_and_not_trusted(tmp_path: Path, damage: str) -> None:
    wanted = matched(tmp_path, phrasebook())
    (path,) = kept(tmp_path)
    whole = path.read_bytes()
    middle = len(whole) // 2
    path.write_bytes({
        "cut short": whole[:middle],
        "one byte": whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :],
        "not an archive": b"\x93NUMPY" + bytes(200),
    }[damage])  # fmt: skip
    assert matched(tmp_path, phrasebook()) == wanted
    assert path.stat().st_size == len(whole)


def test_a_damaged_file_of_vectors_costs_time_and_nothing_else(tmp_path: Path) -> None:
    wanted = matched(tmp_path, phrasebook(), CountingEncoder())
    for path in (*tmp_path.glob("*.cache"), *kept(tmp_path)):
        path.write_bytes(path.read_bytes()[:-200])
    encoder = CountingEncoder()
    assert matched(tmp_path, phrasebook(), encoder) == wanted
    assert encoder.encoded > len(phrasebook().phrases)


def test_with_and_without_an_encoder_are_two_different_things(tmp_path: Path) -> None:
    matched(tmp_path, phrasebook(), CountingEncoder())
    matched(tmp_path, phrasebook())
    assert len(kept(tmp_path)) == 2


def test_where_nothing_can_be_written_it_still_matches(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder would be")
    assert matched(tmp_path / "taken", phrasebook()) == matched(tmp_path, phrasebook())


def test_old_ones_are_thrown_away(tmp_path: Path) -> None:
    for number in ("one", "two", "three", "four", "five"):
        matched(tmp_path, phrasebook(f"bus number {number} please"))
    assert len(kept(tmp_path)) == store.KEPT

"""Vosk as ears. The tests with a model are skipped, with the reason, where none has been fetched."""

import json
import random
from pathlib import Path

import numpy as np
import pytest

from voice_assistant.adapters.vosk_ears import VoskEars
from voice_assistant.audio import HEARING_RATE, Samples
from voice_assistant.errors import ModelError
from voice_assistant.models import SPEECH_MODEL, find_model

NOISE = (np.random.default_rng(3).normal(0, 300, 2 * HEARING_RATE)).astype(np.int16)


@pytest.fixture(scope="module")
def ears() -> VoskEars:
    """Return ears on the real model."""
    try:
        folder = find_model(SPEECH_MODEL)
    except ModelError as error:
        pytest.skip(f"no speech model: {error.message}")
    return VoskEars(folder)


def spoken(word: str, audio: Path | None) -> Samples:
    """Return a human recording of the word."""
    if audio is None:
        pytest.skip("no human recordings: set VOICE_ASSISTANT_TEST_AUDIO")
    import soundfile

    samples, rate = soundfile.read(audio / "words" / word / "001.flac", dtype="int16")
    assert rate == HEARING_RATE
    return np.asarray(samples, np.int16)


@pytest.fixture
def audio() -> Path | None:
    """Return the folder of human recordings, None where there is none."""
    import os

    chosen = os.environ.get("VOICE_ASSISTANT_TEST_AUDIO")
    folder = Path(chosen) if chosen else Path(__file__).resolve().parents[3] / "shared" / "audio"
    return folder if (folder / "words").is_dir() else None


@pytest.mark.parametrize("content", ["nothing there", "an empty folder", "a file", "half a model"])
def test_a_bad_path_is_a_model_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "model"
    if content == "a file":
        path.write_text("not a model")
    elif content == "an empty folder":
        path.mkdir()
    elif content == "half a model":
        (path / "am").mkdir(parents=True)
        (path / "am" / "final.mdl").write_bytes(b"cut")
    with pytest.raises(ModelError):
        VoskEars(path)


@pytest.mark.model
@pytest.mark.parametrize("word", ["yes", "no", "stop"])
def test_both_ears_hear_a_word(ears: VoskEars, audio: Path | None, word: str) -> None:
    ear = ears.open(("yes", "no", "stop"))
    ear.accept(spoken(word, audio))
    heard, closed = ear.finish()
    assert closed is not None
    assert closed.text == word
    assert heard.text == word
    assert 0 < heard.confidence <= 1


@pytest.mark.model
def test_no_grammar_means_one_ear(ears: VoskEars, audio: Path | None) -> None:
    ear = ears.open(())
    ear.accept(spoken("yes", audio))
    assert ear.partial() in {"", "yes"}
    assert ear.finish()[1] is None


@pytest.mark.model
def test_noise_is_unknown_to_a_grammar(ears: VoskEars) -> None:
    ear = ears.open(("yes", "no"))
    ear.accept(NOISE)
    _, closed = ear.finish()
    assert closed is not None
    assert closed.text.replace("[unk]", "").strip() == ""


@pytest.mark.model
def test_words_unknown_to_the_model_are_left_out_quietly(
    ears: VoskEars, audio: Path | None, capfd: pytest.CaptureFixture[str]
) -> None:
    assert not ears.knows("xyzzyfoo")
    ear = ears.open(("yes", "xyzzyfoo", "no xyzzyfoo"))
    ear.accept(spoken("no", audio))
    closed = ear.finish()[1]
    assert closed is not None
    assert closed.text == "[unk]"
    assert capfd.readouterr().err == ""


@pytest.mark.model
def test_a_grammar_with_no_known_word_is_no_grammar(ears: VoskEars, capfd: pytest.CaptureFixture[str]) -> None:
    ear = ears.open(("xyzzyfoo",))
    ear.accept(NOISE)
    assert ear.finish()[1] is None
    assert capfd.readouterr().err == ""


@pytest.mark.model
def test_an_utterance_leaves_nothing_behind(ears: VoskEars, audio: Path | None) -> None:
    def hear(samples: Samples, sizes: list[int]) -> str:
        ear, begin = ears.open(("yes", "no")), 0
        while begin < len(samples):
            size = sizes[begin % len(sizes)]
            ear.accept(samples[begin : begin + size])
            begin += size
        return json.dumps([str(one) for one in ear.finish()])

    samples, chance = spoken("yes", audio), random.Random(1)
    sizes = [chance.choice((512, 700, 4000)) for _ in range(20)]
    fresh = hear(samples, sizes)
    hear(NOISE, [512])
    hear(spoken("stop", audio), [512])
    assert hear(samples, sizes) == fresh


@pytest.mark.model
def test_an_ear_made_ahead_hears_the_same(ears: VoskEars, audio: Path | None) -> None:
    def hear() -> str:
        ear = ears.open(("yes", "no"))
        ear.accept(spoken("no", audio))
        return str(ear.finish())

    first = hear()
    ears.prepare(("something", "else"))
    assert hear() == first


@pytest.mark.model
def test_nothing_to_hear_is_empty(ears: VoskEars) -> None:
    heard, closed = ears.open(("yes", "no")).finish()
    assert (heard.text, heard.confidence) == ("", 0.0)
    assert closed is not None
    assert closed.text == ""


@pytest.mark.model
def test_an_end_that_vosk_sees_on_the_way_loses_no_word(ears: VoskEars, audio: Path | None) -> None:
    word, silence = spoken("yes", audio), np.zeros(2 * HEARING_RATE, np.int16)
    ear = ears.open(("yes", "no"))
    for samples in np.split(np.concatenate((word, silence, word)), 100):
        ear.accept(samples)
        assert ear.partial() in {"", "yeah", "yes", "yes yeah", "yes yes"}
    heard, closed = ear.finish()
    assert heard.text == "yes yes"
    assert closed is not None
    assert closed.text == "yes yes"

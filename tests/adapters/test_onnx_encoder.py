"""The sentence encoder: the same vector each time, near for what means the same, and a sentence where it is damaged."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from voice_assistant.adapters.onnx_encoder import TOKENIZER, WEIGHTS, OnnxEncoder
from voice_assistant.errors import ModelError
from voice_assistant.models import ENCODER_MODEL, find_model


@pytest.fixture(name="folder", scope="module")
def folder_fixture() -> Path:
    try:
        return find_model(ENCODER_MODEL)
    except ModelError as error:
        pytest.skip(f"no sentence encoder: {error.message}")


@pytest.fixture(name="encoder", scope="module")
def encoder_fixture(folder: Path) -> OnnxEncoder:
    return OnnxEncoder(folder, "test")


def near(encoder: OnnxEncoder, one: str, other: str) -> float:
    return float(encoder.encode(one)[0] @ encoder.encode(other)[0])


def test_a_sentence_has_the_same_vector_each_time(encoder: OnnxEncoder) -> None:
    assert (encoder.encode("is there any hope") == encoder.encode("is there any hope")).all()


@pytest.mark.parametrize("text", ["stop", "is there any hope", "", "zyzzyva \U0001f600", "word " * 2_000])
def test_any_text_has_three_parts_of_length_one(encoder: OnnxEncoder, text: str) -> None:
    assert np.linalg.norm(encoder.encode(text), axis=1) == pytest.approx([1, 1, 1], abs=1e-4)


def test_what_means_the_same_is_near_without_a_word_in_common(encoder: OnnxEncoder) -> None:
    same = near(encoder, "my husband had an affair", "she cheated on her boyfriend")
    assert same > near(encoder, "my husband had an affair", "the train leaves at nine")


@pytest.mark.parametrize("damaged", [WEIGHTS, TOKENIZER])
def test_a_damaged_file_is_one_sentence_and_a_hint(folder: Path, tmp_path: Path, damaged: str) -> None:
    for name in (WEIGHTS, TOKENIZER):
        shutil.copy(folder / name, tmp_path)
    (tmp_path / damaged).write_bytes(b"not what it should be")
    with pytest.raises(ModelError) as caught:
        OnnxEncoder(tmp_path, "test")
    assert "models verify" in caught.value.hint

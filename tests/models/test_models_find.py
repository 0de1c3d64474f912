"""Finding a model: all of it, or one sentence on what is wrong; and the manifest that names it."""

from pathlib import Path

import pytest

from tests.models.tiny_model import ARCHIVE, CONTENT, TINY, a_model, find, sends, write
from voice_assistant.errors import ModelError
from voice_assistant.models import SPEECH_MODEL, find_model, load_models, models_root
from voice_assistant.models.fetch import fetch
from voice_assistant.models.verify import wrong_files

BIG = 1_000_000


def test_no_model_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="isn't there") as caught:
        find(tmp_path)
    assert "voice-assistant models fetch" in caught.value.hint


def test_half_a_model_is_not_a_model(tmp_path: Path) -> None:
    folder = fetch(TINY, tmp_path, download=sends(ARCHIVE))
    (folder / "graph/Gr.fst").write_bytes(b"wor")
    with pytest.raises(ModelError, match=r"isn't complete: graph/Gr.fst is missing or cut short"):
        find(tmp_path)
    (folder / "am/final.mdl").unlink()
    with pytest.raises(ModelError, match=r"am/final.mdl and 1 more are"):
        find(tmp_path)


def test_a_folder_given_by_hand_is_used_or_refused(tmp_path: Path) -> None:
    assert find(tmp_path, write(tmp_path / "mine", CONTENT)) == tmp_path / "mine"
    (tmp_path / "mine" / "am/final.mdl").unlink()
    with pytest.raises(ModelError, match="isn't complete"):
        find(tmp_path, tmp_path / "mine")
    with pytest.raises(ModelError, match="it doesn't exist"):
        find(tmp_path, tmp_path / "nowhere")
    with pytest.raises(ModelError, match="it is a file"):
        find(tmp_path, tmp_path / "mine/conf/model.conf")


def test_another_model_of_the_same_kind_may_be_given_by_hand(tmp_path: Path) -> None:
    large = a_model(CONTENT | {"graph/Gr.fst": bytes(BIG)}, ARCHIVE)
    other = write(tmp_path / "other", {"am/final.mdl": b"a", "conf/model.conf": b"b"})
    assert find_model("tiny", other, [large]) == other
    (other / "conf/model.conf").write_bytes(b"")
    with pytest.raises(ModelError, match=r"isn't complete: conf/model.conf"):
        find_model("tiny", other, [large])
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match=r"am/final.mdl isn't in it"):
        find_model("tiny", tmp_path / "empty", [large])


def test_a_part_of_the_published_model_isnt_taken_for_another_one(tmp_path: Path) -> None:
    large = a_model(CONTENT | {"graph/Gr.fst": bytes(BIG)}, ARCHIVE)
    folder = write(tmp_path / "part", CONTENT | {"graph/Gr.fst": bytes(BIG), "am/final.mdl": b"cut"})
    with pytest.raises(ModelError, match="isn't complete"):
        find_model("tiny", folder, [large])


def test_the_folder_for_models_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICE_ASSISTANT_MODELS", str(tmp_path))
    assert models_root() == tmp_path
    monkeypatch.delenv("VOICE_ASSISTANT_MODELS")
    assert "voice-assistant" in models_root().parts


def test_an_unknown_name_names_the_known_ones() -> None:
    with pytest.raises(ModelError, match="no model called ears") as caught:
        find_model("ears")
    assert SPEECH_MODEL in caught.value.hint


def test_the_speech_model_is_the_one_its_makers_published() -> None:
    model = next(model for model in load_models() if model.name == SPEECH_MODEL)
    assert model.maven == "com.alphacephei:vosk-model-en:aar:0.3.45"
    assert model.size == 41_185_783
    assert model.sha256 == "8a5792fccaf873b4745dbd1b3fe19d8a77a15898e806674020eea820424771cd"
    assert model.licence == "Apache-2.0"
    assert set(model.needs) <= {file.path for file in model.files}
    assert round(model.unpacked / 1e6, 1) == 70.9


@pytest.mark.model
def test_the_speech_model_here_is_as_published() -> None:
    assert wrong_files(load_models()[0], find_model(SPEECH_MODEL)) == []

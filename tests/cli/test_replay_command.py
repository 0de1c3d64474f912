"""`replay`: recordings that cannot be heard, silence, and what may be written."""

from pathlib import Path

import pytest

from tests.cli.running import RECORDINGS, TIMES, TURN, Capture, objects, refused, wav
from voice_assistant.cli import main


@pytest.fixture(name="bad")
def bad_fixture(tmp_path: Path) -> dict[str, Path]:
    """Recordings that cannot be heard: missing, empty, no audio, a folder, a header alone."""
    folder = tmp_path / "bad"
    folder.mkdir()
    paths = {name: folder / f"{name}.wav" for name in ("missing", "empty", "text", "folder", "header")}
    paths["empty"].write_bytes(b"")
    paths["text"].write_text("this is no audio, it is text\n" * 50, encoding="utf-8")
    paths["folder"].mkdir()
    wav(paths["header"], 0)
    return paths


@pytest.mark.parametrize("name", ["missing", "empty", "text", "folder", "header"])
def test_replay_of_a_file_that_cannot_be_heard_exits_2(capsys: Capture, bad: dict[str, Path], name: str) -> None:
    assert main(["replay", str(bad[name])]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert str(bad[name]) in err
    assert "Traceback" not in err


def test_replay_tells_of_every_bad_file_as_json_and_exits_2_at_the_end(capsys: Capture, bad: dict[str, Path]) -> None:
    assert main(["replay", "--json", *map(str, bad.values())]) == 2
    found = objects(capsys)
    assert [each["type"] for each in found] == ["error"] * 5 + ["summary"]
    assert [each["source"] for each in found[:-1]] == [str(path) for path in bad.values()]
    assert all(set(each) == {"type", "source", "message"} and each["message"] for each in found[:-1])
    assert all("\n" not in each["message"] for each in found[:-1])
    assert (found[-1]["turns"], found[-1]["audio_seconds"]) == (0, 0)


@pytest.mark.model
def test_replay_goes_on_after_a_bad_file(capsys: Capture, bad: dict[str, Path]) -> None:
    good = str(RECORDINGS / "signs_can_be_rebuilt.flac")
    assert main(["replay", "--json", str(bad["text"]), good, str(bad["missing"]), good]) == 2
    found = objects(capsys)
    assert [each["type"] for each in found] == ["error", "turn", "error", "turn", "summary"]
    turns = [each for each in found if each["type"] == "turn"]
    assert turns[0] == turns[1], "each file is a conversation of its own"
    assert set(turns[0]) == TURN | TIMES
    assert (turns[0]["source"], turns[0]["n"], turns[0]["understood"]) == (good, 1, "signs")
    assert 0 <= turns[0]["start"] < turns[0]["end"]
    assert turns[0]["endpoint_delay"] >= 0
    assert 0 <= turns[0]["confidence"] <= 1
    assert found[-1]["turns"] == 2
    assert found[-1]["audio_seconds"] > 0
    assert set(found[-1]) == {"type", "turns", "audio_seconds", "wall_seconds"}


@pytest.mark.model
@pytest.mark.parametrize(("rate", "channels"), [(16_000, 1), (8_000, 1), (96_000, 1), (48_000, 6)])
def test_silence_is_no_turn_one_notice_and_no_error(capsys: Capture, tmp_path: Path, rate: int, channels: int) -> None:
    path = wav(tmp_path / "silence.wav", 3.0, rate, channels)
    assert main(["replay", str(path)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert main(["replay", "--json", str(path)]) == 0
    (summary,) = objects(capsys)
    assert (summary["type"], summary["turns"]) == ("summary", 0)
    assert summary["audio_seconds"] == pytest.approx(3.0, abs=0.05)


@pytest.mark.model
def test_with_fewer_notices_silence_says_nothing_at_all(capsys: Capture, tmp_path: Path) -> None:
    assert main(["replay", "-q", str(wav(tmp_path / "silence.wav", 1.0))]) == 0
    assert capsys.readouterr() == ("", "")


def test_replay_never_overwrites_the_recording_that_it_reads(capsys: Capture, tmp_path: Path) -> None:
    path = wav(tmp_path / "precious.wav", 1.0)
    before = path.read_bytes()
    assert main(["replay", str(path), "--out", str(path)]) == 2
    assert path.read_bytes() == before


def test_replay_of_several_conversations_has_no_one_file_to_write(capsys: Capture, tmp_path: Path) -> None:
    assert "--out" in refused(capsys, "replay", "a.wav", "b.wav", "--out", str(tmp_path / "out.wav"))
    assert not (tmp_path / "out.wav").exists()


def test_no_model_is_one_sentence_and_how_to_get_it(capsys: Capture, tmp_path: Path) -> None:
    path = wav(tmp_path / "silence.wav", 1.0)
    assert main(["replay", str(path), "--model", str(tmp_path / "nowhere")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "nowhere" in err
    assert "Traceback" not in err


@pytest.mark.model
def test_the_order_of_the_files_changes_no_turn(capsys: Capture) -> None:
    """Each file is a conversation of its own: "tell me more" has nothing to add to, whatever was asked before it."""
    files = [str(RECORDINGS / name) for name in ("signs_can_be_rebuilt.flac", "tell_me_more.flac", "stop.flac")]
    turns = []
    for order in (files, files[::-1]):
        assert main(["replay", "--json", *order]) == 0
        turns.append(sorted((turn for turn in objects(capsys) if turn["type"] == "turn"), key=lambda t: t["source"]))
    assert turns[0] == turns[1]
    assert [turn["replies"] for turn in turns[0]] == [["signs"], ["cmd.stop"], ["cmd.more"]]

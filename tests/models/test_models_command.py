"""`models list|fetch|verify`: what it prints, what it exits with, and `--json`."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from tests.models.tiny_model import ARCHIVE, CONTENT, TINY, sends, write
from voice_assistant.commands.models import add, carry_out
from voice_assistant.errors import ModelError, UsageError


def models(root: Path, *words: str) -> int:
    parser = argparse.ArgumentParser()
    add(parser)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--model", type=Path)
    return carry_out(parser.parse_args(words), [TINY], root, sends(ARCHIVE))


def objects(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_list_says_what_is_needed_and_how_to_get_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert models(tmp_path) == 0
    out = capsys.readouterr().out
    for told in ("tiny", "is for tests", "Apache-2.0", TINY.sha256, "voice-assistant models fetch"):
        assert told in out
    assert models(tmp_path, "list", "--json") == 0
    (check,) = objects(capsys)
    assert list(check) == ["type", "name", "ok", "message", "fix"]
    assert (check["type"], check["ok"], check["fix"]) == ("check", False, "voice-assistant models fetch")


def test_fetch_then_list_and_verify(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert models(tmp_path, "fetch", "--json") == 0
    told = capsys.readouterr()
    assert [json.loads(line)["ok"] for line in told.out.splitlines()] == [True]
    assert "fetching" in told.err
    assert models(tmp_path, "list") == 0
    assert str(tmp_path / "tiny-1") in capsys.readouterr().out
    assert models(tmp_path, "verify", "--json") == 0
    (check,) = objects(capsys)
    assert check["ok"]
    assert check["fix"] is None


def test_verify_finds_a_changed_byte_and_a_missing_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert models(tmp_path, "verify", "--json") == 2
    assert "isn't there" in objects(capsys)[0]["message"]
    models(tmp_path, "fetch")
    (tmp_path / "tiny-1" / "am/final.mdl").write_bytes(b"noises" * 100)
    capsys.readouterr()
    assert models(tmp_path, "verify", "--json") == 2
    (check,) = objects(capsys)
    assert "wrong checksum" in check["message"]
    assert check["fix"] == "voice-assistant models fetch"


def test_fetch_from_an_archive_and_from_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tiny.aar").write_bytes(ARCHIVE)
    assert models(tmp_path / "models", "fetch", "--from", str(tmp_path / "tiny.aar")) == 0
    assert "whole and verified" in capsys.readouterr().out
    with pytest.raises(ModelError, match="There is no file or folder"):
        models(tmp_path / "models", "fetch", "--from", str(tmp_path / "nowhere"))


def test_a_folder_given_with_model_is_what_is_looked_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "mine", CONTENT)
    assert models(tmp_path / "models", "verify", "--model", str(tmp_path / "mine")) == 0
    assert str(tmp_path / "mine") in capsys.readouterr().out


def test_what_doesnt_fit_together_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--from belongs"):
        models(tmp_path, "verify", "--from", "x")
    with pytest.raises(ModelError, match="no model called huge"):
        models(tmp_path, "fetch", "huge")

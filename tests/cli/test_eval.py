"""`eval` judges every line, its rates are right, and it shows where it fails."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from tests.cli.running import RECORDINGS, Capture, objects, refused, wav
from voice_assistant.cli import main

LINES = [
    {"id": "a", "text": "what are the signs", "state": "idle", "accept": ["signs"]},
    {"id": "b", "text": "will it rain tomorrow", "state": "idle", "accept": ["none"]},
    {"id": "c", "text": "he hit me", "state": "idle", "accept": ["safety.danger"]},
    {"id": "d", "text": "what are the signs of hope", "state": "idle", "accept": ["none"]},
    {"id": "e", "text": "he hurt me", "state": "idle", "accept": ["safety.danger", "why_hard"]},
    {"id": "f", "text": "yes", "state": "question", "accept": ["answer.no"]},
]
"""Right; rightly outside; danger, found; a false reply; danger, asked about; wrong."""
RATES = {
    "lines": 6,
    "in_scope_right": 0.5,  # a and c, of a, c, e and f
    "resolvable": 0.75,  # and e
    "false_replies": 0.5,  # d, of b and d
    "false_asks": 0.0,
    "safety_recall": 1.0,  # c and e
    "false_safety": 0.0,  # none of a, b, d and f
}


def jsonl(path: Path, rows: list[Any]) -> str:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return str(path)


def test_eval_judges_every_line_and_the_rates_are_right(capsys: Capture, tmp_path: Path) -> None:
    assert main(["eval", "--json", jsonl(tmp_path / "lines.jsonl", LINES)]) == 0
    *lines, summary = objects(capsys)
    assert [(each["id"], each["reply"]["id"]) for each in lines] == [
        ("a", "signs"),
        ("b", "none"),
        ("c", "safety.danger"),
        ("d", "signs"),
        ("e", "ask"),
        ("f", "answer.yes"),
    ]
    fields = {"type", "id", "heard", "matches", "decision", "offered", "reply"}
    assert all(set(each) == fields and each["type"] == "line" for each in lines)
    assert {key: summary[key] for key in RATES} == RATES
    assert set(summary) == {"type", *RATES, "ms_median", "ms_p95"}
    assert 0 < summary["ms_median"] <= summary["ms_p95"]


def test_eval_without_json_prints_the_rates(capsys: Capture, tmp_path: Path) -> None:
    assert main(["eval", jsonl(tmp_path / "lines.jsonl", LINES)]) == 0
    out = capsys.readouterr().out
    assert "in_scope_right: 0.5" in out
    assert "type:" not in out


def part(report: str, heading: str) -> list[str]:
    """Return the lines under the heading that begins so."""
    return next(block.splitlines()[1:] for block in report.split("\n\n") if block.startswith(heading))


def words(line: str) -> list[str]:
    return line.replace(" %", "%").split()


def test_the_report_shows_each_group_and_its_clean_and_garbled_lines(capsys: Capture, tmp_path: Path) -> None:
    garbled = {"text": "what are the sines", "accept": ["requires"], "asr": True}
    command = {"text": "start the check up", "accept": ["assess.start"]}
    assert main(["eval", jsonl(tmp_path / "lines.jsonl", [*LINES, garbled, command])]) == 0
    head, *rows = part(capsys.readouterr().out, "What came of the lines of each group")
    columns = ("lines", "right", "asked, offering it", "asked about others", "taken for nothing", "taken for another")
    assert all(column in head for column in columns)
    assert len({len(row) for row in (head, *rows)}) == 1, "the columns are aligned"
    figures = [words(row) for row in rows]
    assert [row[:3] for row in figures] == [
        ["guidance", "2", "50%"],
        ["clean", "1", "100%"],
        ["garbled", "1", "0%"],
        ["commands", "1", "100%"],
        ["clean", "1", "100%"],
        ["answers", "1", "0%"],
        ["clean", "1", "0%"],
        ["safety", "2", "50%"],
        ["clean", "2", "50%"],
        ["outside", "2", "50%"],
        ["clean", "2", "50%"],
    ]
    assert figures[7] == ["safety", "2", "50%", "50%", "0%", "0%", "0%"]
    assert figures[5] == ["answers", "1", "0%", "0%", "0%", "0%", "100%"]


def test_the_report_shows_what_was_taken_for_what(capsys: Capture, tmp_path: Path) -> None:
    assert main(["eval", jsonl(tmp_path / "lines.jsonl", [*LINES, LINES[3]])]) == 0
    head, *rows = part(capsys.readouterr().out, "What was meant, and what it was taken for")
    assert head.split() == ["meant", "taken", "for", "lines"]
    assert [row.split() for row in rows] == [["none", "signs", "2"], ["answer.no", "answer.yes", "1"]]


def test_the_report_shows_the_worst_misses_with_the_evidence(capsys: Capture, tmp_path: Path) -> None:
    assert main(["eval", jsonl(tmp_path / "lines.jsonl", LINES)]) == 0
    misses = part(capsys.readouterr().out, "The worst misses")
    assert len(misses) == 2
    (signs,) = (each for each in misses if "what are the signs of hope" in each)
    assert signs.startswith('heard "what are the signs of hope": taken for signs (nearest phrase "')
    assert "against none (" in signs
    (yes,) = (each for each in misses if 'heard "yes"' in each)
    assert 'taken for answer.yes (nearest phrase "yes", ' in yes
    assert "against answer.no (" in yes


def test_the_report_of_lines_that_are_all_right_has_no_misses(capsys: Capture, tmp_path: Path) -> None:
    assert main(["eval", jsonl(tmp_path / "lines.jsonl", LINES[:1])]) == 0
    out = capsys.readouterr().out
    assert "What came of the lines of each group" in out
    assert "The worst misses" not in out
    assert "What was meant" not in out


def test_the_plot_is_a_png(capsys: Capture, tmp_path: Path) -> None:
    plot = tmp_path / "plot.png"
    assert main(["eval", "--plot", str(plot), jsonl(tmp_path / "lines.jsonl", LINES)]) == 0
    assert plot.read_bytes().startswith(b"\x89PNG\r\n")
    assert "in_scope_right" in capsys.readouterr().out


def test_the_plot_changes_nothing_of_the_objects(capsys: Capture, tmp_path: Path) -> None:
    plot = tmp_path / "plot.png"
    assert main(["eval", "--json", "--plot", str(plot), jsonl(tmp_path / "lines.jsonl", LINES)]) == 0
    assert [each["type"] for each in objects(capsys)] == ["line"] * len(LINES) + ["summary"]
    assert plot.exists()


def test_there_is_a_plot_of_no_lines(tmp_path: Path) -> None:
    (tmp_path / "lines.jsonl").write_text("\n", encoding="utf-8")
    assert main(["eval", "--plot", str(tmp_path / "plot.png"), str(tmp_path / "lines.jsonl")]) == 0
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG\r\n")


@pytest.mark.parametrize("name", ["missing/plot.png", "folder", "lines.jsonl/plot.png", "n" * 300 + ".png"])
def test_a_plot_that_cannot_be_written_is_one_sentence_and_a_hint(capsys: Capture, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    said = refused(capsys, "eval", jsonl(tmp_path / "lines.jsonl", LINES), "--plot", str(tmp_path / name))
    assert f"{name} cannot be written." in said
    assert "Name a file" in said


def test_a_plot_does_not_overwrite_the_lines(capsys: Capture, tmp_path: Path) -> None:
    path = jsonl(tmp_path / "lines.jsonl", LINES)
    before = Path(path).read_bytes()
    assert "overwrite" in refused(capsys, "eval", path, "--plot", path)
    assert Path(path).read_bytes() == before


@pytest.mark.model
@pytest.mark.parametrize("key", ["audio", "path"])
def test_a_recording_is_heard_at_the_question(capsys: Capture, tmp_path: Path, key: str) -> None:
    (tmp_path / "audio").mkdir()
    shutil.copy(RECORDINGS / "no.flac", tmp_path / "audio" / "no.flac")
    row = {"id": "r", key: "audio/no.flac", "state": "question", "accept": ["answer.no"]}
    assert main(["eval", "--json", jsonl(tmp_path / "lines.jsonl", [row])]) == 0
    line, summary = objects(capsys)
    assert (line["id"], line["heard"], line["reply"]["id"]) == ("r", "no", "answer.no")
    assert summary["in_scope_right"] == 1.0


@pytest.mark.model
def test_a_recording_is_heard_after_a_silence_that_the_question_does_not_bear(capsys: Capture, tmp_path: Path) -> None:
    said, rate = soundfile.read(RECORDINGS / "no.flac", dtype="int16")
    soundfile.write(tmp_path / "late.wav", np.concatenate([np.zeros(15 * rate, np.int16), said]), rate)
    row = {"audio": "late.wav", "state": "question", "accept": ["answer.no"]}
    assert main(["eval", "--json", jsonl(tmp_path / "lines.jsonl", [row])]) == 0
    assert objects(capsys)[0]["reply"] == {"id": "answer.no"}


@pytest.mark.model
def test_a_recording_in_which_nobody_speaks_is_taken_for_nothing(capsys: Capture, tmp_path: Path) -> None:
    wav(tmp_path / "silence.wav", 12)
    row = {"audio": "silence.wav", "state": "question", "accept": ["answer.no"]}
    assert main(["eval", jsonl(tmp_path / "lines.jsonl", [row])]) == 0
    (miss,) = part(capsys.readouterr().out, "The worst misses")
    assert miss == "heard nothing: taken for none against answer.no (not among the readings)"


@pytest.mark.parametrize("name", ["missing.flac", "folder", "text.wav", "empty.wav", "zero\0byte.wav"])
def test_a_recording_that_cannot_be_read_is_one_sentence(capsys: Capture, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.wav").write_text("no audio", encoding="utf-8")
    (tmp_path / "empty.wav").touch()
    row = {"audio": name, "state": "question", "accept": ["answer.no"]}
    assert str(tmp_path) in refused(capsys, "eval", jsonl(tmp_path / "lines.jsonl", [row]))


def test_eval_of_no_lines_has_rates_of_nothing(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "lines.jsonl").write_text("\n\n", encoding="utf-8")
    assert main(["eval", "--json", str(tmp_path / "lines.jsonl")]) == 0
    (summary,) = objects(capsys)
    assert summary["lines"] == 0


@pytest.mark.parametrize(
    "row",
    [
        "not json",
        "[1, 2]",
        '"text"',
        "{}",
        '{"text": null}',
        '{"text": "hello", "accept": "signs"}',
        '{"text": "hello", "accept": 3}',
        '{"text": "hello", "state": "qestion"}',
        '{"audio": 7}',
    ],
)
def test_a_line_that_cannot_be_judged_is_named(capsys: Capture, tmp_path: Path, row: str) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(json.dumps(LINES[0]) + "\n" + row + "\n", encoding="utf-8")
    assert main(["eval", str(path)]) == 2
    out, err = capsys.readouterr()
    assert "lines.jsonl:2" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("name", ["missing.jsonl", "folder", "latin.jsonl"])
def test_eval_of_what_is_no_file_of_lines_is_one_sentence(capsys: Capture, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "latin.jsonl").write_bytes('{"text": "caf\u00e9"}'.encode("latin-1"))
    assert name in refused(capsys, "eval", str(tmp_path / name))

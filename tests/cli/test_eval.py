"""`eval` judges every line, and its rates are right."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Capture, objects, refused
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
    assert "in_scope_right: 0.5" in capsys.readouterr().out


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

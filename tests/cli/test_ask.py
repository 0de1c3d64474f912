"""`ask` and `type`: what is typed is answered, as text or as one JSON object a turn."""

import wave
from pathlib import Path

import pytest

from tests.cli.running import TURN, Capture, objects, refused, run_typed
from voice_assistant.cli import main


def test_ask_answers_on_standard_output_and_says_nothing_else(capsys: Capture, pack: Path) -> None:
    assert main(["ask", "how many spoons", "--pack", str(pack)]) == 0
    out, err = capsys.readouterr()
    assert out == "One spoon a cup, and one for the pot. That's from the section on leaves.\n"
    assert err == ""


def test_ask_as_json_is_one_turn_with_every_field(capsys: Capture, pack: Path) -> None:
    assert main(["ask", "How many spoons?", "--pack", str(pack), "--json"]) == 0
    (found,) = objects(capsys)
    assert set(found) == TURN
    assert (found["type"], found["n"], found["state"], found["decision"]) == ("turn", 1, "idle", "reply")
    assert (found["heard"], found["confidence"], found["understood"]) == ("How many spoons?", None, "leaves")
    assert found["reply"]["section"] == "leaves"
    assert found["replies"] == ["leaves"]
    assert (found["slots"], found["offered"]) == ({}, [])
    assert found["matches"][0] == {"id": "leaves", "score": 1.0}


def test_ask_reads_standard_input_without_its_last_line_end(capsys: Capture, pack: Path) -> None:
    assert run_typed("how many spoons\n", "ask", "-", "--json", "--pack", str(pack)) == 0
    (found,) = objects(capsys)
    assert (found["heard"], found["understood"]) == ("how many spoons", "leaves")


def test_ask_reads_nothing_from_an_empty_standard_input(capsys: Capture, pack: Path) -> None:
    assert run_typed("", "ask", "-", "--json", "--pack", str(pack)) == 0
    assert objects(capsys)[0]["decision"] == "none"


def test_bytes_on_standard_input_that_are_no_text_are_not_our_bug(capsys: Capture, pack: Path) -> None:
    assert run_typed(b"how many \xff\xfe spoons\n", "ask", "-", "--json", "--pack", str(pack)) in {0, 2}
    assert "on our side" not in capsys.readouterr().err


def test_bytes_typed_into_a_conversation_that_are_no_text_are_not_our_bug(capsys: Capture, pack: Path) -> None:
    assert run_typed(b"how many \xff\xfe spoons\nhow many leaves\n", "type", "--json", "--pack", str(pack)) in {0, 2}
    assert "on our side" not in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", " ", "?"])
def test_ask_nothing_is_answered(capsys: Capture, pack: Path, text: str) -> None:
    assert main(["ask", text, "--json", "--pack", str(pack)]) == 0
    (found,) = objects(capsys)
    assert (found["decision"], found["understood"], found["reply"]["id"]) == ("none", None, "nomatch")


def test_ask_takes_ten_thousand_characters_and_not_one_more(capsys: Capture, pack: Path) -> None:
    longest = "tea " * 2_500
    assert main(["ask", longest, "--json", "--pack", str(pack)]) == 0
    capsys.readouterr()
    assert "10,000" in refused(capsys, "ask", longest + "x", "--pack", str(pack))
    assert run_typed(longest + "\n", "ask", "-", "--json", "--pack", str(pack)) == 0
    capsys.readouterr()
    assert run_typed(longest + "x", "ask", "-", "--pack", str(pack)) == 2
    assert "10,000" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        "\u202ehow many\u202c spoons\u200f",
        "how\tmany\nspoons",
        "\x1b[2Jhow many spoons\x07",
        "how many\x00 spoons",
        "\ufeffhow many spoons",
        "how many \udcff spoons",
        "how many spo\u200bons",
    ],
)
def test_what_cannot_be_seen_is_stripped_from_what_was_heard(capsys: Capture, pack: Path, text: str) -> None:
    assert main(["ask", text, "--json", "--pack", str(pack)]) == 0
    (found,) = objects(capsys)
    assert found["heard"].isprintable()
    assert found["heard"].removeprefix("[2J") == "how many spoons"
    assert found["understood"] == "leaves"


def test_a_word_that_starts_with_a_hyphen_can_be_asked(capsys: Capture, pack: Path) -> None:
    assert main(["ask", "--pack", str(pack), "--json", "--", "-how many spoons"]) == 0
    assert objects(capsys)[0]["understood"] == "leaves"


def test_ask_does_not_write_where_it_cannot(capsys: Capture, pack: Path, tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "out.wav"
    assert main(["ask", "how many spoons", "--pack", str(pack), "--out", str(target)]) == 2
    err = capsys.readouterr().err
    assert str(target) in err
    assert "Traceback" not in err


def test_a_typed_conversation_has_one_turn_a_line_until_it_ends(capsys: Capture, pack: Path) -> None:
    lines = "which water\n\n   \ntell me more\nstop\nwhich water\n"
    assert run_typed(lines, "type", "--json", "--pack", str(pack)) == 0
    found = objects(capsys)
    assert [each["n"] for each in found] == [1, 2, 3]
    assert [each["understood"] for each in found] == ["water", "cmd.more", "cmd.stop"]
    assert [set(each) for each in found] == [TURN] * 3
    assert found[1]["replies"] == ["water.more"]


def test_a_typed_conversation_without_json_shows_the_replies_alone(capsys: Capture, pack: Path) -> None:
    assert run_typed("how many spoons", "type", "--pack", str(pack)) == 0
    assert capsys.readouterr().out.startswith("One spoon a cup")


def test_the_voice_is_a_setting(capsys: Capture, pack: Path, tmp_path: Path) -> None:
    usual, fast = tmp_path / "usual.wav", tmp_path / "fast.wav"
    for path, options in ((usual, []), (fast, ["--rate", "220"])):
        assert main(["ask", "how many spoons", "--pack", str(pack), "--out", str(path), *options]) == 0
    with wave.open(str(usual)) as slow_file, wave.open(str(fast)) as fast_file:
        assert fast_file.getnframes() < slow_file.getnframes()


@pytest.mark.parametrize("options", [["--rate", "900"], ["--volume", "3"], ["--rate", "quick"]])
def test_a_voice_out_of_bounds_is_refused(capsys: Capture, pack: Path, options: list[str]) -> None:
    assert options[0] in refused(capsys, "ask", "how many spoons", "--pack", str(pack), *options)


def test_a_voice_that_the_engine_has_not_is_one_sentence(capsys: Capture, pack: Path, tmp_path: Path) -> None:
    options = ["--voice", "nobody-at-all", "--out", str(tmp_path / "out.wav")]
    assert main(["ask", "how many spoons", "--pack", str(pack), *options]) == 2
    assert "Traceback" not in capsys.readouterr().err

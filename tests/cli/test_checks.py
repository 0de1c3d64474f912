"""`doctor`, `devices` and `models list`: one check a line, and nothing is changed by looking."""

from pathlib import Path

from tests.cli.running import CHECK, Capture, objects
from voice_assistant.cli import main


def test_doctor_says_one_thing_of_each_part(capsys: Capture, tmp_path: Path) -> None:
    code = main(["doctor", "--json", "--data-dir", str(tmp_path / "data")])
    found = objects(capsys)
    assert all(set(each) == CHECK and each["type"] == "check" for each in found)
    assert [each["name"] for each in found] == [
        "content", "speech model", "sentence encoder", "speech detector", "voice", "microphone", "speaker",
        "data directory",
    ]  # fmt: skip
    assert code == (0 if all(each["ok"] for each in found) else 1)
    for each in found:
        assert isinstance(each["ok"], bool)
        assert each["message"]
        assert each["ok"] or each["fix"], f"{each['name']} is wrong and there is no fix"
    assert not (tmp_path / "data").exists(), "looking changes nothing"


def test_doctor_goes_on_after_a_part_that_is_missing(capsys: Capture, tmp_path: Path) -> None:
    nowhere = str(tmp_path / "nowhere")
    assert main(["doctor", "--json", "--pack", nowhere, "--model", nowhere]) == 1
    found = {each["name"]: each for each in objects(capsys)}
    assert len(found) == 8
    assert not found["content"]["ok"]
    assert not found["speech model"]["ok"]
    assert found["speech detector"]["ok"]


def test_doctor_says_that_a_file_is_no_data_directory(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("mine", encoding="utf-8")
    assert main(["doctor", "--json", "--data-dir", str(path)]) == 1
    found = {each["name"]: each for each in objects(capsys)}
    assert not found["data directory"]["ok"]


def test_devices_are_told_one_a_line(capsys: Capture) -> None:
    code = main(["devices", "--json"])
    found = objects(capsys)
    assert found
    assert all(set(each) == CHECK and each["type"] == "check" for each in found)
    assert code == (0 if all(each["ok"] for each in found) else 1)


def test_models_are_told_one_a_line(capsys: Capture) -> None:
    assert main(["models", "list", "--json"]) == 0
    found = objects(capsys)
    assert found
    assert all(set(each) == CHECK and each["type"] == "check" for each in found)

"""A content pack is read whole, or everything that is wrong with its files is said at once, each with file and line."""

from pathlib import Path

import pytest

from tests.content.spoiled import CHECK_UP, HEAD, LEAVES_PHRASES, SAFETY, WATER, WATER_PHRASES, only, places, problems
from tests.tiny_pack import FILES, line_of, make_pack, replace
from voice_assistant.content.load import load_pack
from voice_assistant.core.meanings import Command, Guidance, Outside, Safety, Unclear
from voice_assistant.core.phrases import Phrase
from voice_assistant.errors import ContentError
from voice_assistant.resources import intents_dir


def test_a_valid_pack_has_everything_that_stands_in_it(pack: Path) -> None:
    loaded = load_pack(pack)
    assert loaded.pack.id == "tea"
    assert [topic.id for topic in loaded.pack.topics] == ["water", "water.heat", "leaves"]
    assert loaded.pack.topics[0].step == "Empty the kettle first."
    assert loaded.pack.prompt("cmd.source") == "A leaflet on tea."
    assert [question.id for question in loaded.pack.questions] == ["q1"]
    assert loaded.pack.ready is not None
    phrases = set(loaded.phrasebook.phrases)
    assert {
        Phrase("which water", Guidance("water"), "short"),
        Phrase("stop", Command.STOP),
        Phrase("i scalded my hand", Safety("safety.danger"), "any"),
        Phrase("it is burnt", Unclear("unclear.burnt"), "any"),
        Phrase("do you have coffee", Outside(), "drinks"),
    } <= phrases
    assert loaded.phrasebook.words["cmd.stop"] == ("stop",)


def test_the_packs_that_ship_are_valid() -> None:
    folders = [head.parent for head in intents_dir().glob("*/pack.yaml")]
    assert folders
    assert [load_pack(folder).pack.id for folder in folders] == [folder.name for folder in folders]


def test_a_byte_order_mark_as_windows_editors_write_it_does_no_harm(pack: Path) -> None:
    path = pack / "pack.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_pack(pack).pack.id == "tea"


def test_windows_line_ends_do_no_harm(pack: Path) -> None:
    for path in pack.rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_pack(pack).pack.topics[0].say == "Tea wants fresh water that has just boiled."


def test_a_yaml_syntax_error_names_its_line(pack: Path) -> None:
    replace(pack, WATER_PHRASES, "    - which water\n", "    - which water\n    - [unclosed\n")
    found = problems(pack)
    assert [problem for problem in found if problem.startswith(f"{WATER_PHRASES}:") and "not valid YAML" in problem]
    line = int(next(problem for problem in found if "not valid YAML" in problem).split(":")[1])
    assert line_of(pack, WATER_PHRASES, "[unclosed") <= line <= line_of(pack, WATER_PHRASES, "water.heat")


def test_a_syntax_error_in_the_head_names_its_line(pack: Path) -> None:
    replace(pack, HEAD, "about: making tea", "about: making: tea")
    file, line, what = only(pack)
    assert (file, line) == (HEAD, 2)
    assert "not valid YAML" in what


def test_a_tab_as_indentation_is_a_syntax_error_with_its_line(pack: Path) -> None:
    replace(pack, CHECK_UP, "    section: water", "\tsection: water")
    only_yaml = [problem for problem in problems(pack) if problem.startswith(f"{CHECK_UP}:")]
    assert f"{CHECK_UP}:{line_of(pack, CHECK_UP, 'section: water')}: " in only_yaml[0]


def test_a_file_that_is_not_utf8_is_named(pack: Path) -> None:
    path = pack / "outside.yaml"
    path.write_bytes(path.read_bytes() + "# caf\u00e9\n".encode("latin-1"))
    file, line, what = only(pack)
    assert (file, line) == ("tea/outside.yaml", 1)
    assert "not UTF-8" in what


def test_control_characters_are_a_problem_of_the_file_not_of_ours(pack: Path) -> None:
    path = pack / "outside.yaml"
    path.write_bytes(path.read_bytes() + b"# \x00\n")
    file, line, what = only(pack)
    assert (file, line) == ("tea/outside.yaml", 1)
    assert "not valid YAML" in what


def test_an_empty_file_is_named(pack: Path) -> None:
    (pack / "phrases" / "02-leaves.yaml").write_text("", encoding="utf-8")
    assert f"{LEAVES_PHRASES}:1: the file is empty" in problems(pack)


def test_an_empty_file_is_named_beside_other_problems(pack: Path) -> None:
    replace(pack, HEAD, "about:", "abuot:")
    (pack / "phrases" / "02-leaves.yaml").write_text("", encoding="utf-8")
    assert f"{LEAVES_PHRASES}:1: the file is empty" in problems(pack)


def test_two_documents_in_one_file_are_named_beside_other_problems(pack: Path) -> None:
    replace(pack, HEAD, "about:", "abuot:")
    path = pack / "outside.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "---\nnone: {more: [any milk]}\n", encoding="utf-8")
    assert [problem for problem in problems(pack) if problem.startswith("tea/outside.yaml:")]


@pytest.mark.parametrize(
    ("name", "old", "new", "near"),
    [
        (HEAD, "about:", "abuot:", "about"),
        (WATER, "heading:", "haeding:", "heading"),
        (WATER, "    step:", "    stpe:", "step"),
        (SAFETY, "    full:", "    ful:", "full"),
        (SAFETY, "    shown:", "    show:", "shown"),
        (SAFETY, "replies:", "reply:", None),
        (CHECK_UP, "    section:", "    sections:", "section"),
        ("common/commands.yaml", "  words: [stop]", "  word: [stop]", "words"),
    ],
)
def test_an_unknown_key_is_named_with_the_nearest_known(
    pack: Path, name: str, old: str, new: str, near: str | None
) -> None:
    replace(pack, name, old, new)
    key = new.split(":", maxsplit=1)[0].strip()
    found = [problem for problem in problems(pack) if f"unknown key '{key}'" in problem]
    assert len(found) == 1
    assert found[0].startswith(f"{name}:{line_of(pack, name, new.split(':', maxsplit=1)[0] + ':')}: ")
    if near is not None:
        assert found[0].endswith(f"did you mean '{near}'?")


def test_an_unknown_key_that_resembles_nothing_gets_no_guess(pack: Path) -> None:
    replace(pack, HEAD, "uses: common\n", "uses: common\nxyzzy: 1\n")
    file, line, what = only(pack)
    assert (file, line) == (HEAD, 5)
    assert "unknown key 'xyzzy'" in what
    assert "did you mean" not in problems(pack)[0]


@pytest.mark.parametrize(
    ("name", "after", "again"),
    [
        (HEAD, "uses: common\n", "pack: coffee\n"),
        (WATER, "    step: Empty the kettle first.\n", "    name: something else\n"),
        (WATER_PHRASES, "    - how hot should it be\n", "water:\n  more: [any water]\n"),
    ],
)
def test_a_key_given_twice_is_named_with_both_lines(pack: Path, name: str, after: str, again: str) -> None:
    replace(pack, name, after, after + again)
    key = again.split(":", maxsplit=1)[0]
    lines = (pack.parent / name).read_text(encoding="utf-8").splitlines()
    given = [number for number, line in enumerate(lines, start=1) if line.lstrip("- ").startswith(key.strip() + ":")]
    found = [problem for problem in problems(pack) if "given twice" in problem]
    assert len(found) == 1
    assert found[0].startswith(f"{name}:{line_of(pack, name, again.splitlines()[0], -1)}: ")
    assert f"line {given[0]})" in found[0]


def test_a_missing_head_is_named(pack: Path) -> None:
    (pack / "pack.yaml").unlink()
    file, line, what = only(pack)
    assert (file, line) == (HEAD, 1)
    assert "missing" in what


def test_a_shared_folder_that_is_not_there_is_named(pack: Path) -> None:
    replace(pack, HEAD, "uses: common", "uses: commons")
    assert f"{HEAD}:4: there is no folder 'commons' beside the pack" in problems(pack)


@pytest.mark.parametrize(
    "text", ["just words\n", "- a\n- b\n", "true\n", "? [a, b]\n: c\n", "!!python/object:os.system x\n"]
)
@pytest.mark.parametrize("name", [each for each in FILES if each.startswith("tea/")])
def test_a_file_of_the_wrong_shape_is_named_and_never_more(pack: Path, name: str, text: str) -> None:
    (pack.parent / name).write_text(text, encoding="utf-8")
    assert [problem for problem in problems(pack) if problem.startswith(f"{name}:")]


def test_a_value_that_holds_itself_is_a_problem_of_the_file_not_of_ours(pack: Path) -> None:
    (pack / "outside.yaml").write_text("none: &again\n  more: *again\n", encoding="utf-8")
    assert [problem for problem in problems(pack) if problem.startswith("tea/outside.yaml:")]


def test_a_value_nested_a_thousand_deep_is_a_problem_of_the_file_not_of_ours(pack: Path) -> None:
    (pack / "outside.yaml").write_text(f"none: {'[' * 1000}{']' * 1000}\n", encoding="utf-8")
    assert [problem for problem in problems(pack) if problem.startswith("tea/outside.yaml:")]


def test_a_folder_with_a_colon_in_its_name_is_as_good_as_any(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "packs")
    renamed = pack.rename(pack.with_name("tea: green"))
    replace(renamed, "tea: green/pack.yaml", "about:", "abuot:")
    with pytest.raises(ContentError) as raised:
        load_pack(renamed)
    assert len(raised.value.problems) == 2


def test_all_problems_of_all_files_are_told_at_once_each_with_its_line(pack: Path) -> None:
    replace(pack, HEAD, "about:", "abuot:")
    replace(pack, WATER, "    say: Tea wants fresh water that has just boiled.\n", "")
    replace(pack, WATER_PHRASES, "how hot should it be", "How hot?")
    replace(pack, LEAVES_PHRASES, "    - how many spoons\n", "    - how many spoons\n    - which water\n")
    replace(pack, CHECK_UP, "partly", "perhaps")
    replace(pack, "tea/outside.yaml", "none:", "nowhere:")
    found = problems(pack)
    for name, line in [
        (HEAD, 1),
        (HEAD, 2),
        (WATER, 5),
        (WATER_PHRASES, 7),
        (LEAVES_PHRASES, 5),
        (CHECK_UP, 7),
        ("tea/outside.yaml", 1),
    ]:
        assert [problem for problem in found if problem.startswith(f"{name}:{line}: ")], f"{name}:{line} in {found}"


def test_a_syntax_error_in_one_file_does_not_hide_what_is_wrong_in_another(pack: Path) -> None:
    (pack / "outside.yaml").write_text("none: [unclosed\n", encoding="utf-8")
    replace(pack, CHECK_UP, "partly", "perhaps")
    found = places(pack)
    assert f"{CHECK_UP}:7" in found
    assert [place for place in found if place.startswith("tea/outside.yaml:")]

"""A content pack is read whole, or everything that is wrong with it is said at once, each with file and line."""

import contextlib
import json
from pathlib import Path

import pytest

from tests.tiny_pack import FILES, line_of, make_pack, replace
from voice_assistant.cli import main
from voice_assistant.content.load import load_pack
from voice_assistant.core.meanings import Command, Guidance, Outside, Safety, Unclear
from voice_assistant.core.phrases import Phrase
from voice_assistant.errors import ContentError
from voice_assistant.resources import intents_dir

WATER = "tea/answers/01-water.yaml"
WATER_PHRASES = "tea/phrases/01-water.yaml"
LEAVES_PHRASES = "tea/phrases/02-leaves.yaml"
SAFETY = "tea/safety.yaml"
CHECK_UP = "tea/check-up.yaml"
HEAD = "tea/pack.yaml"


@pytest.fixture(name="pack")
def pack_fixture(tmp_path: Path) -> Path:
    return make_pack(tmp_path / "packs")


def problems(pack: Path) -> list[str]:
    """Return what is wrong with a pack, each as `file:line: what`, the file from the folder of packs on."""
    with pytest.raises(ContentError) as raised:
        load_pack(pack)
    return [problem.removeprefix(f"{pack.parent.name}/") for problem in raised.value.problems]


def places(pack: Path) -> list[str]:
    return [":".join(problem.split(":")[:2]) for problem in problems(pack)]


def only(pack: Path, name: str, line: int, *parts: str) -> None:
    """Check that one thing is wrong, at this place, and that its sentence holds these parts."""
    (problem,) = problems(pack)
    assert problem.startswith(f"{name}:{line}: ")
    for part in parts:
        assert part in problem


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
        Phrase("which water", Guidance("water")),
        Phrase("stop", Command.STOP),
        Phrase("i scalded my hand", Safety("safety.danger")),
        Phrase("it is burnt", Unclear("unclear.burnt")),
        Phrase("do you have coffee", Outside()),
    } <= phrases
    assert loaded.phrasebook.words["cmd.stop"] == ("stop",)


def test_the_packs_that_ship_are_valid() -> None:
    for head in intents_dir().glob("*/pack.yaml"):
        load_pack(head.parent)


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
    only(pack, HEAD, 2, "not valid YAML")


def test_a_tab_as_indentation_is_a_syntax_error_with_its_line(pack: Path) -> None:
    replace(pack, CHECK_UP, "    section: water", "\tsection: water")
    only_yaml = [problem for problem in problems(pack) if problem.startswith(f"{CHECK_UP}:")]
    assert f"{CHECK_UP}:{line_of(pack, CHECK_UP, 'section: water')}: " in only_yaml[0]


def test_a_file_that_is_not_utf8_is_named(pack: Path) -> None:
    path = pack / "outside.yaml"
    path.write_bytes(path.read_bytes() + "# caf\u00e9\n".encode("latin-1"))
    only(pack, "tea/outside.yaml", 1, "not UTF-8")


def test_control_characters_are_a_problem_of_the_file_not_of_ours(pack: Path) -> None:
    path = pack / "outside.yaml"
    path.write_bytes(path.read_bytes() + b"# \x00\n")
    only(pack, "tea/outside.yaml", 1, "not valid YAML")


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


def test_a_topic_without_an_answer_is_named(pack: Path) -> None:
    replace(pack, WATER, "    say: Tea wants fresh water that has just boiled.\n", "")
    only(pack, WATER, line_of(pack, WATER, "- id: water"), "'water'", "'say'")


def test_an_empty_answer_is_named(pack: Path) -> None:
    replace(pack, WATER, "say: Tea wants fresh water that has just boiled.", "say:")
    only(pack, WATER, line_of(pack, WATER, "say:"), "'say'")


def test_phrases_for_an_unknown_topic_are_named(pack: Path) -> None:
    replace(pack, LEAVES_PHRASES, "leaves:\n", "leafs:\n")
    found = problems(pack)
    assert f"{LEAVES_PHRASES}:1: nothing in the pack has the id 'leafs'" in found
    assert [problem for problem in found if "'leaves'" in problem], "and that nobody can ask for 'leaves'"


def test_safety_phrases_for_an_unknown_id_are_named(pack: Path) -> None:
    replace(pack, "tea/safety-phrases.yaml", "  safety.danger:", "  safety.dagner:")
    assert "tea/safety-phrases.yaml:2: nothing in the pack has the id 'safety.dagner'" in problems(pack)


def test_a_misspelt_top_key_of_the_safety_phrases_is_an_error_and_not_silence(pack: Path) -> None:
    replace(pack, "tea/safety-phrases.yaml", "phrases:", "phrase:")
    assert "tea/safety-phrases.yaml:1: unknown key 'phrase'; did you mean 'phrases'?" in problems(pack)


def test_an_unknown_command_is_named(pack: Path) -> None:
    replace(pack, "common/commands.yaml", "cmd.more:", "cmd.mroe:")
    only(pack, "common/commands.yaml", line_of(pack, "common/commands.yaml", "cmd.mroe"), "'cmd.mroe'")


def test_a_soft_question_that_names_an_unknown_id_is_named_where_it_stands(pack: Path) -> None:
    replace(pack, SAFETY, "      water.heat: [the tea]", "      water.cold: [the tea]")
    (problem,) = problems(pack)
    assert "'water.cold'" in problem
    assert "'unclear.burnt'" in problem
    file, line = problem.split(":")[:2]
    assert file == SAFETY
    assert line_of(pack, SAFETY, "unclear.burnt") <= int(line) <= line_of(pack, SAFETY, "water.cold")


def test_a_question_of_an_unknown_section_is_named_where_it_stands(pack: Path) -> None:
    replace(pack, CHECK_UP, "section: water", "section: milk")
    (problem,) = problems(pack)
    assert "'milk'" in problem
    file, line = problem.split(":")[:2]
    assert file == CHECK_UP
    assert line_of(pack, CHECK_UP, "id: q1") <= int(line) <= line_of(pack, CHECK_UP, "milk")


def test_a_section_without_a_topic_of_its_own_is_named(pack: Path) -> None:
    replace(pack, WATER, "  - id: water\n", "  - id: water.tap\n")
    assert [problem for problem in problems(pack) if "section 'water' has no topic of its own" in problem]


def test_a_topic_outside_its_section_is_named(pack: Path) -> None:
    replace(pack, WATER, "id: water.heat", "id: heat")
    assert f"{WATER}:{line_of(pack, WATER, 'id: heat')}: 'heat' is neither 'water' nor below it" in problems(pack)


def test_a_topic_that_is_there_twice_is_named_with_both_places(pack: Path) -> None:
    replace(pack, WATER, "  - id: water.heat\n", "  - id: water\n")
    first, second = (line_of(pack, WATER, "- id: water", which) for which in (0, 1))
    found = [problem for problem in problems(pack) if problem.startswith(f"{WATER}:{second}: ")]
    assert len(found) == 1
    assert f"{WATER}:{first}" in found[0]


def test_a_phrase_in_two_topics_of_one_file_is_named_with_both_places(pack: Path) -> None:
    replace(pack, WATER_PHRASES, "    - how hot should it be\n", "    - how hot should it be\n    - which water\n")
    second, first = line_of(pack, WATER_PHRASES, "which water", 1), line_of(pack, WATER_PHRASES, "which water")
    only(pack, WATER_PHRASES, second, "'which water'", "'water.heat'", "'water'", f"{WATER_PHRASES}:{first}")


def test_a_phrase_in_two_topics_of_two_files_is_named_with_both_places(pack: Path) -> None:
    replace(pack, LEAVES_PHRASES, "    - how many leaves\n", "    - which water\n")
    only(pack, LEAVES_PHRASES, line_of(pack, LEAVES_PHRASES, "which water"), "'leaves'", f"{WATER_PHRASES}:3")


def test_a_phrase_of_a_topic_that_is_a_common_command_is_named(pack: Path) -> None:
    replace(pack, LEAVES_PHRASES, "    - how many leaves\n", "    - be quiet now\n")
    only(pack, LEAVES_PHRASES, line_of(pack, LEAVES_PHRASES, "be quiet now"), "'cmd.stop'", "common/commands.yaml:3")


def test_a_phrase_of_safety_that_is_one_of_a_topic_is_named(pack: Path) -> None:
    replace(pack, "tea/safety-phrases.yaml", "any: [it is burnt]", "any: [how many spoons]")
    assert "tea/safety-phrases.yaml:5" in places(pack)


def test_a_phrase_that_stands_twice_under_one_id_is_named(pack: Path) -> None:
    replace(pack, LEAVES_PHRASES, "    - how many spoons\n", "    - how many leaves\n")
    only(pack, LEAVES_PHRASES, 4, "'how many leaves'", "twice", f"{LEAVES_PHRASES}:3")


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
    only(pack, HEAD, 5, "unknown key 'xyzzy'")
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


def test_a_missing_prompt_is_named(pack: Path) -> None:
    path = pack.parent / "common" / "prompts.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\nnone.plain:", "\nnone.plainer:"), encoding="utf-8")
    assert [problem for problem in problems(pack) if problem.endswith("the prompt 'none.plain' is missing")]


def test_a_prompt_without_any_wording_is_missing(pack: Path) -> None:
    replace(pack, "tea/prompts.yaml", "unclear.skipped:\n", "nomatch: []\nunclear.skipped:\n")
    assert [problem for problem in problems(pack) if problem.endswith("the prompt 'nomatch' is missing")]


def test_the_common_prompts_are_enough_for_a_pack_without_prompts_of_its_own(pack: Path) -> None:
    (pack / "prompts.yaml").unlink()
    assert load_pack(pack).pack.id == "tea"


def test_a_prompt_that_is_no_list_is_named(pack: Path) -> None:
    replace(pack, "tea/prompts.yaml", "unclear.skipped:\n", "nomatch: What?\nunclear.skipped:\n")
    assert "tea/prompts.yaml:1: a list was expected here" in problems(pack)


@pytest.mark.parametrize("phrase", ["Which water", "which water?", "water, then", "tap-water", "2 spoons", "th\u00e9"])
def test_a_phrase_that_is_not_written_as_it_is_heard_is_named(pack: Path, phrase: str) -> None:
    replace(pack, WATER_PHRASES, "    - which water\n", f"    - {phrase}\n")
    only(pack, WATER_PHRASES, 3, f"'{phrase}'", "lower-case")


def test_a_phrase_over_two_lines_is_one_problem_on_one_line(pack: Path) -> None:
    replace(pack, WATER_PHRASES, "    - which water\n", "    - |-\n      which\n      water\n")
    assert [problem for problem in problems(pack) if len(problem.splitlines()) != 1] == []


def test_a_phrase_that_is_a_list_is_named(pack: Path) -> None:
    replace(pack, WATER_PHRASES, "    - which water\n", "    - [which, water]\n")
    only(pack, WATER_PHRASES, 3, "a text was expected")


def test_an_empty_phrase_is_named(pack: Path) -> None:
    replace(pack, WATER_PHRASES, "    - which water\n", "    -\n")
    only(pack, WATER_PHRASES, 3, "a text was expected")


def test_an_answer_that_does_not_exist_is_named(pack: Path) -> None:
    replace(pack, CHECK_UP, "partly", "perhaps")
    only(pack, CHECK_UP, line_of(pack, CHECK_UP, "perhaps"), "'perhaps' is no answer")


def test_a_question_that_is_there_twice_is_named(pack: Path) -> None:
    replace(pack, CHECK_UP, "    section: water\n", "    section: water\n  - {id: q1, hurt: Again?, answers: [skip]}\n")
    only(pack, CHECK_UP, line_of(pack, CHECK_UP, "Again?"), "'q1'")


def test_a_soft_question_needs_two_choices(pack: Path) -> None:
    replace(pack, SAFETY, "      water.heat: [the tea]\n", "")
    assert f"{SAFETY}:{line_of(pack, SAFETY, 'shown: Do you')}" in places(pack)


def test_a_topic_that_nobody_can_ask_for_is_named(pack: Path) -> None:
    (pack / "phrases" / "02-leaves.yaml").unlink()
    assert [problem for problem in problems(pack) if "'leaves' has no phrase" in problem]


def test_a_missing_head_is_named(pack: Path) -> None:
    (pack / "pack.yaml").unlink()
    only(pack, HEAD, 1, "missing")


def test_a_shared_folder_that_is_not_there_is_named(pack: Path) -> None:
    replace(pack, HEAD, "uses: common", "uses: commons")
    assert f"{HEAD}:4: there is no folder 'commons' beside the pack" in problems(pack)


def test_a_pack_without_topics_is_named(pack: Path) -> None:
    for path in (pack / "answers").iterdir():
        path.unlink()
    assert [problem for problem in problems(pack) if "no topics" in problem]


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


def test_pack_check_says_that_a_pack_is_well(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "check", str(pack)]) == 0
    out, err = capsys.readouterr()
    assert "3 topics" in out
    assert err == ""


def test_pack_check_takes_the_folder_one_stands_in(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with contextlib.chdir(pack):
        code = main(["pack", "check", "."])
    assert (code, capsys.readouterr().err) == (0, "")


def test_pack_check_prints_one_line_a_problem_and_exits_2(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(pack, LEAVES_PHRASES, "how many spoons", "How many?")
    replace(pack, CHECK_UP, "partly", "perhaps")
    assert main(["pack", "check", str(pack)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert len(lines) == 3, "one line a problem, and one hint"
    assert "phrases/02-leaves.yaml:4: " in err
    assert "check-up.yaml:7: " in err
    assert "Traceback" not in err


def test_pack_check_as_json_is_one_object_a_problem_and_nothing_else(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(pack, LEAVES_PHRASES, "how many spoons", "How many?")
    replace(pack, CHECK_UP, "partly", "perhaps")
    assert main(["pack", "check", str(pack), "--json"]) == 2
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(found) == 2
    for each in found:
        assert set(each) == {"type", "name", "ok", "message", "fix"}
        assert each["type"] == "check"
        assert each["ok"] is False
    assert sorted(each["name"].split("tea/")[1] for each in found) == ["check-up.yaml:7", "phrases/02-leaves.yaml:4"]


def test_pack_check_of_no_folder_exits_2_with_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "check", str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_every_command_refuses_a_bad_pack_with_exit_code_2(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pack / "outside.yaml").write_text("none: [unclosed\n", encoding="utf-8")
    assert main(["ask", "which water", "--pack", str(pack)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "outside.yaml:" in err
    assert "Traceback" not in err


def test_a_pack_of_another_subject_answers_like_any_other(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "which water", "--pack", str(pack)]) == 0
    assert "fresh water" in capsys.readouterr().out

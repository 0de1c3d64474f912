"""Topics, phrases, prompts and questions that do not fit together are named, each with file and line."""

from pathlib import Path

import pytest

from tests.content.spoiled import CHECK_UP, LEAVES_PHRASES, SAFETY, WATER, WATER_PHRASES, only, places, problems
from tests.tiny_pack import line_of, replace
from voice_assistant.content.load import load_pack


def test_a_topic_without_an_answer_is_named(pack: Path) -> None:
    replace(pack, WATER, "    say: Tea wants fresh water that has just boiled.\n", "")
    file, line, what = only(pack)
    assert (file, line) == (WATER, line_of(pack, WATER, "- id: water"))
    assert "'water'" in what
    assert "'say'" in what


def test_an_empty_answer_is_named(pack: Path) -> None:
    replace(pack, WATER, "say: Tea wants fresh water that has just boiled.", "say:")
    file, line, what = only(pack)
    assert (file, line) == (WATER, line_of(pack, WATER, "say:"))
    assert "'say'" in what


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
    file, line, what = only(pack)
    assert (file, line) == ("common/commands.yaml", line_of(pack, "common/commands.yaml", "cmd.mroe"))
    assert "'cmd.mroe'" in what


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
    file, line, what = only(pack)
    assert (file, line) == (WATER_PHRASES, second)
    assert "'which water'" in what
    assert "'water.heat'" in what
    assert "'water'" in what
    assert f"{WATER_PHRASES}:{first}" in what


def test_a_phrase_in_two_topics_of_two_files_is_named_with_both_places(pack: Path) -> None:
    replace(pack, LEAVES_PHRASES, "    - how many leaves\n", "    - which water\n")
    file, line, what = only(pack)
    assert (file, line) == (LEAVES_PHRASES, line_of(pack, LEAVES_PHRASES, "which water"))
    assert "'leaves'" in what
    assert f"{WATER_PHRASES}:3" in what


def test_a_phrase_of_a_topic_that_is_a_common_command_is_named(pack: Path) -> None:
    replace(pack, LEAVES_PHRASES, "    - how many leaves\n", "    - be quiet now\n")
    file, line, what = only(pack)
    assert (file, line) == (LEAVES_PHRASES, line_of(pack, LEAVES_PHRASES, "be quiet now"))
    assert "'cmd.stop'" in what
    assert "common/commands.yaml:3" in what


def test_a_phrase_of_safety_that_is_one_of_a_topic_is_named(pack: Path) -> None:
    replace(pack, "tea/safety-phrases.yaml", "any: [it is burnt]", "any: [how many spoons]")
    assert "tea/safety-phrases.yaml:5" in places(pack)


def test_a_phrase_that_stands_twice_under_one_id_is_named(pack: Path) -> None:
    replace(pack, LEAVES_PHRASES, "    - how many spoons\n", "    - how many leaves\n")
    file, line, what = only(pack)
    assert (file, line) == (LEAVES_PHRASES, 4)
    assert "'how many leaves'" in what
    assert "twice" in what
    assert f"{LEAVES_PHRASES}:3" in what


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
    file, line, what = only(pack)
    assert (file, line) == (WATER_PHRASES, 3)
    assert f"'{phrase}'" in what
    assert "lower-case" in what


def test_a_phrase_over_two_lines_is_one_problem_on_one_line(pack: Path) -> None:
    replace(pack, WATER_PHRASES, "    - which water\n", "    - |-\n      which\n      water\n")
    assert [problem for problem in problems(pack) if len(problem.splitlines()) != 1] == []


def test_a_phrase_that_is_a_list_is_named(pack: Path) -> None:
    replace(pack, WATER_PHRASES, "    - which water\n", "    - [which, water]\n")
    file, line, what = only(pack)
    assert (file, line) == (WATER_PHRASES, 3)
    assert "a text was expected" in what


def test_an_empty_phrase_is_named(pack: Path) -> None:
    replace(pack, WATER_PHRASES, "    - which water\n", "    -\n")
    file, line, what = only(pack)
    assert (file, line) == (WATER_PHRASES, 3)
    assert "a text was expected" in what


def test_an_answer_that_does_not_exist_is_named(pack: Path) -> None:
    replace(pack, CHECK_UP, "partly", "perhaps")
    file, line, what = only(pack)
    assert (file, line) == (CHECK_UP, line_of(pack, CHECK_UP, "perhaps"))
    assert "'perhaps' is no answer" in what


def test_a_question_that_is_there_twice_is_named(pack: Path) -> None:
    replace(pack, CHECK_UP, "    section: water\n", "    section: water\n  - {id: q1, hurt: Again?, answers: [skip]}\n")
    file, line, what = only(pack)
    assert (file, line) == (CHECK_UP, line_of(pack, CHECK_UP, "Again?"))
    assert "'q1'" in what


def test_a_soft_question_needs_two_choices(pack: Path) -> None:
    replace(pack, SAFETY, "      water.heat: [the tea]\n", "")
    assert f"{SAFETY}:{line_of(pack, SAFETY, 'shown: Do you')}" in places(pack)


def test_a_topic_that_nobody_can_ask_for_is_named(pack: Path) -> None:
    (pack / "phrases" / "02-leaves.yaml").unlink()
    assert [problem for problem in problems(pack) if "'leaves' has no phrase" in problem]


def test_a_pack_without_topics_is_named(pack: Path) -> None:
    for path in (pack / "answers").iterdir():
        path.unlink()
    assert [problem for problem in problems(pack) if "no topics" in problem]

"""The ways of saying things: enough of them, written as they are heard, each under one id, and none that measures."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from voice_assistant.content.yaml_lines import LOADER
from voice_assistant.core.meanings import Answer, Choice, Command

ROOT = Path(__file__).resolve().parents[2]
COMMON = ROOT / "intents" / "common"
TRUST = ROOT / "intents" / "trust"
MEASURING = ROOT.parent / "shared" / "eval" / "utterances.dev.jsonl"
SHORT = 4
"""Sentences of fewer words ("say it again") are too common to be kept apart from the measuring lines."""

LEAST = {
    **{command.value: 60 for command in Command},
    **{answer.value: 60 for answer in Answer},
    **{choice.value: 30 for choice in Choice},
    "safety.danger": 400,
    "safety.danger.now": 400,
    "safety.danger.own": 400,
    "safety.self_harm": 400,
    "unclear.hurt": 150,
    "unclear.end": 150,
    "unclear.harm": 150,
    "none": 1_200,
}
LEAST_OF_A_TOPIC = 150
AMBIGUOUS = ["yeah no", "no yeah", "no they do", "no he does", "yes no"]


@cache
def load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
    return loaded


LEADS = ("section_reading", "asking_about")
"""Keys of commands.yaml that hold what comes before a name."""


def closed() -> dict[str, Any]:
    both = load(COMMON / "commands.yaml") | load(COMMON / "answers.yaml")
    return {key: value for key, value in both.items() if key not in LEADS}


def listed(phrases: list[str] | dict[str, list[str]]) -> list[str]:
    """Return phrases that stand in a plain list, or in lists under headings."""
    return phrases if isinstance(phrases, list) else [phrase for below in phrases.values() for phrase in below]


def grouped() -> Iterator[tuple[str, dict[str, list[str]]]]:
    for path in sorted((TRUST / "phrases").glob("*.yaml")):
        yield from load(path).items()
    yield from load(TRUST / "safety-phrases.yaml")["phrases"].items()
    yield from load(TRUST / "outside.yaml").items()


def pairs() -> Iterator[tuple[str, str]]:
    """Yield every phrase with its id."""
    for key, entry in closed().items():
        yield from ((phrase, key) for phrase in listed(entry["phrases"]))
    for key, headings in grouped():
        yield from ((phrase, key) for phrases in headings.values() for phrase in phrases)


def lead_ins() -> list[str]:
    commands = load(COMMON / "commands.yaml")
    return [lead for key in LEADS for lead in commands[key]]


def topics() -> set[str]:
    files = sorted((TRUST / "answers").glob("*.yaml"))
    return {topic["id"] for path in files for topic in load(path)["topics"]}


def compared(sentence: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9 ]", "", sentence.lower().replace("-", " ")).split())


def test_there_are_enough_phrases_for_every_id() -> None:
    counts = Counter(key for _, key in pairs())
    least = LEAST | dict.fromkeys(topics(), LEAST_OF_A_TOPIC)
    assert {key: (counts[key], wanted) for key, wanted in least.items() if counts[key] < wanted} == {}


def test_every_id_is_known() -> None:
    assert {key for _, key in pairs()} <= set(LEAST) | topics()


def test_the_files_of_phrases_and_of_answers_have_the_same_names_and_topics() -> None:
    for path in sorted((TRUST / "answers").glob("*.yaml")):
        assert set(load(TRUST / "phrases" / path.name)) == {topic["id"] for topic in load(path)["topics"]}


def test_no_phrase_stands_twice() -> None:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for phrase, key in pairs():
        found[phrase].append(key)
    assert {phrase: keys for phrase, keys in found.items() if len(keys) > 1} == {}


def test_phrases_are_written_as_they_are_heard() -> None:
    heard = re.compile(r"[a-z]+('[a-z]+)*'?( [a-z]+('[a-z]+)*'?)*")
    everything = [phrase for phrase, _ in pairs()] + lead_ins()
    assert [phrase for phrase in everything if not heard.fullmatch(str(phrase))] == []


def test_short_forms_are_phrases_of_the_same_id_and_of_no_other() -> None:
    words = [word for entry in closed().values() for word in entry["words"]]
    assert len(words) == len(set(words))
    assert {key for key, entry in closed().items() if not set(entry["words"]) <= set(listed(entry["phrases"]))} == set()


@pytest.mark.parametrize("phrase", AMBIGUOUS)
def test_what_can_mean_yes_and_no_stands_nowhere(phrase: str) -> None:
    assert phrase not in dict(pairs())


def test_no_phrase_is_a_measuring_line() -> None:
    if not MEASURING.is_file():
        pytest.skip(f"no measuring lines here: {MEASURING} is missing")
    rows = MEASURING.read_text(encoding="utf-8").splitlines()
    lines = {compared(json.loads(row)["text"]) for row in rows if row.strip()}
    long = {line for line in lines if len(line.split()) >= SHORT}
    copied = [f"{key}: {phrase}" for phrase, key in pairs() if compared(phrase) in long]
    assert copied == []

"""What the assistant says is our own wording, short enough to be followed by ear, and spoken as it stands."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from voice_assistant.content.yaml_lines import LOADER

ROOT = Path(__file__).resolve().parents[2]
INTENTS = ROOT / "intents"
ARTICLE = ROOT.parent / "shared" / "article" / "can-trust-be-rebuilt.txt"
RUN = 6
"""So many words in a row shared with the article count as copied."""

FILES = sorted(INTENTS.rglob("*.yaml"))
ANSWERS = sorted(INTENTS.glob("*/answers/*.yaml"))
SAID = [
    *ANSWERS,
    *sorted(INTENTS.glob("*/prompts.yaml")),
    *sorted(INTENTS.glob("*/safety.yaml")),
    *sorted(INTENTS.glob("*/check-up.yaml")),
]
"""The files that hold what is said; the others hold what people say."""


def name(path: Path) -> str:
    return path.relative_to(INTENTS).as_posix()


def words(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower().replace("\u2019", "'"))


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[start : start + RUN]) for start in range(len(found) - RUN + 1)}


def is_title(row: str) -> bool:
    """A title of the article is no point of a list, and ends in no full stop or colon."""
    return not row.startswith("-") and not row.endswith((".", ":"))


def texts(node: object) -> Iterator[str]:
    """Yield every text at any depth, keys left out."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for item in node:
            yield from texts(item)
    elif isinstance(node, dict):
        for item in node.values():
            yield from texts(item)


@cache
def documents(path: Path) -> list[object]:
    return list(yaml.load_all(path.read_text(encoding="utf-8"), Loader=LOADER))


def below(node: object, key: str) -> object:
    """Return what stands under a key; None where there is no such key."""
    return node.get(key) if isinstance(node, dict) else None


def length(*parts: object) -> int:
    return sum(len(part.split()) for part in parts if isinstance(part, str))


def topics() -> Iterator[tuple[str, object, object]]:
    """Yield the id, the topic and its section's attribution for everything there is an answer to."""
    for path in ANSWERS:
        for section in documents(path):
            found = below(section, "topics")
            for topic in found if isinstance(found, list) else []:
                yield str(below(topic, "id")), topic, below(section, "attribution")


TOPICS = list(topics())


@pytest.fixture(scope="module")
def article_runs() -> set[tuple[str, ...]]:
    if not ARTICLE.is_file():
        pytest.skip(f"the article is not at {ARTICLE}: nothing to compare with")
    rows = [row.strip() for row in ARTICLE.read_text(encoding="utf-8").splitlines()]
    passages = "\n".join("\0" if is_title(row) else row for row in rows).split("\0")
    return {run for passage in passages for run in runs(passage)}


def test_there_is_something_to_check() -> None:
    assert len(TOPICS) >= 30
    assert len(SAID) > len(ANSWERS)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_six_words_in_a_row_are_the_articles(path: Path, article_runs: set[tuple[str, ...]]) -> None:
    every = [path.read_text(encoding="utf-8"), *texts(documents(path))]  # the first for what stands in comments
    assert sorted({" ".join(run) for text in every for run in runs(text) & article_runs}) == []


@pytest.mark.parametrize(("topic_id", "topic", "attribution"), TOPICS, ids=[each[0] for each in TOPICS])
def test_an_answer_is_short_enough_to_follow(topic_id: str, topic: object, attribution: object) -> None:
    assert length(below(topic, "say"), attribution) <= 66, topic_id
    assert length(below(topic, "more")) <= 66, topic_id
    assert length(below(topic, "step")) <= 30, topic_id
    assert length(below(topic, "name")) <= 6, topic_id


@pytest.mark.parametrize("path", sorted(INTENTS.glob("*/safety.yaml")), ids=name)
def test_a_safety_reply_is_short_enough_to_follow(path: Path) -> None:
    replies = [text for document in documents(path) for text in texts(below(document, "replies"))]
    assert replies
    assert [text for text in replies if length(text) > 66] == []


@pytest.mark.parametrize("path", SAID, ids=name)
def test_nobody_is_told_what_they_should_do(path: Path) -> None:
    assert [text for text in texts(documents(path)) if {"should", "shouldn't"} & set(words(text))] == []


@pytest.mark.parametrize("path", SAID, ids=name)
def test_a_text_can_be_spoken_as_it_stands(path: Path) -> None:
    said = [text for document in documents(path) for text in texts(document) if " " in text]
    assert [text for text in said if re.search(r"[^A-Za-z .,;:?!'\"{}-]", text)] == []

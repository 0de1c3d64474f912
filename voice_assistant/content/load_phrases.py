"""The ways of saying things: phrases of topics, commands, answers and safety, under known ids only."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from voice_assistant.content.fields import entries, known, text, texts
from voice_assistant.content.yaml_lines import Entry, Node, Place, Problems, read
from voice_assistant.core.meanings import Answer, Choice, Command, Guidance, Meaning, Outside, Safety, Unclear, id_of
from voice_assistant.core.phrases import Phrase, Phrasebook

_CLOSED: dict[str, Meaning] = {member.value: member for kind in (Command, Answer, Choice) for member in kind}
_LEADS = ("section_reading", "asking_about")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz' ")


@dataclass(slots=True)
class PhraseReader:
    """Reads phrase files one after another, so that a phrase under two ids is found across all of them."""

    topics: frozenset[str]
    safety: frozenset[str]
    unclear: frozenset[str]
    problems: Problems
    names: dict[str, str] = field(default_factory=dict)
    _words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _leads: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _seen: dict[str, tuple[str, Place]] = field(default_factory=dict)
    _phrases: list[Phrase] = field(default_factory=list)

    def phrasebook(self) -> Phrasebook:
        """Return everything read so far."""
        leads = (self._leads.get(key, ()) for key in _LEADS)
        return Phrasebook(tuple(self._phrases), self._words, *leads)

    def counts(self) -> Mapping[str, int]:
        """Return how many phrases each id has."""
        counts: dict[str, int] = {}
        for phrase in self._phrases:
            counts[id_of(phrase.meaning)] = counts.get(id_of(phrase.meaning), 0) + 1
        return counts

    def read_closed(self, path: Path) -> None:
        """Read commands.yaml or answers.yaml: each id with its name, phrases and short forms."""
        for key, entry in self._file(path):
            if key in _LEADS:
                self._leads[key] = tuple(item.text or "" for item in texts(entry.value, self.problems))
                continue
            meaning = _CLOSED.get(key)
            if meaning is None:
                self.problems.add(entry.key, f"'{key}' is no command and no answer")
                continue
            found = entries(entry.value, self.problems)
            known(found, {"name", "phrases", "words"}, self.problems)
            self.names[key] = text(found, "name", entry.value, self.problems)
            if "phrases" in found:
                self._add_groups(found["phrases"].value, meaning)
            if "words" in found:
                self._words[key] = tuple(item.text or "" for item in texts(found["words"].value, self.problems))

    def read_topics(self, path: Path) -> None:
        """Read a file whose keys are ids of topics, or `none`."""
        self._read_ids(self._file(path))

    def read_under_key(self, path: Path, key: str, others: Collection[str] = ()) -> None:
        """Read the ids that stand under one key of a file; `others` are keys that are read elsewhere."""
        found = dict(self._file(path))
        known(found, {key, *others}, self.problems)
        if key in found:
            self._read_ids(list(entries(found[key].value, self.problems).items()))

    def _file(self, path: Path) -> list[tuple[str, Entry]]:
        node = read(path, self.problems) if path.is_file() else None
        return list(entries(node, self.problems).items()) if node is not None else []

    def _read_ids(self, found: list[tuple[str, Entry]]) -> None:
        for key, entry in found:
            meaning = self._meaning(key)
            if meaning is None:
                self.problems.add(entry.key, f"nothing in the pack has the id '{key}'")
                continue
            self._add_groups(entry.value, meaning)

    def _meaning(self, key: str) -> Meaning | None:
        if key in self.topics:
            return Guidance(key)
        if key in self.safety:
            return Safety(key)
        if key in self.unclear:
            return Unclear(key)
        return Outside() if key == "none" else None

    def _add_groups(self, node: Node, meaning: Meaning) -> None:
        """Take phrases under headings, or, where there are few, a plain list."""
        groups = {"": node} if node.items is not None else self._headed(node)
        for heading, below in groups.items():
            for item in texts(below, self.problems):
                self._add(item, meaning, heading)

    def _headed(self, node: Node) -> dict[str, Node]:
        return {heading: entry.value for heading, entry in entries(node, self.problems).items()}

    def _add(self, item: Node, meaning: Meaning, heading: str) -> None:
        phrase, meaning_id = item.text or "", id_of(meaning)
        if set(phrase) - _LETTERS or phrase != " ".join(phrase.split()):
            self.problems.add(item.place, f"{phrase!r}: write lower-case words and apostrophes only, as they are heard")
            return
        if phrase in self._seen:
            other, place = self._seen[phrase]
            where = "twice" if other == meaning_id else f"under '{meaning_id}' and under '{other}'"
            self.problems.add(item.place, f"the phrase {phrase!r} stands {where} (first at {place})")
            return
        self._seen[phrase] = (meaning_id, item.place)
        self._phrases.append(Phrase(phrase, meaning, heading))

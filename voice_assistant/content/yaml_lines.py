"""YAML that remembers lines and refuses duplicate keys (plain PyYAML keeps the last one silently)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
DEEPEST = 12
"""Levels of nesting in a file; the format needs half as many."""


@dataclass(slots=True)
class Problems:
    """Collects everything that is wrong, so that all of it can be reported at once."""

    root: Path
    found: list[tuple["Place", str]] = field(default_factory=list)
    places: dict[str, "Place"] = field(default_factory=dict)
    """Where questions and soft questions stand, for problems that show only when everything is read."""

    def add(self, place: "Place", what: str) -> None:
        """Note one problem at a place."""
        self.found.append((place, what))

    def place_of(self, thing: str, otherwise: "Place") -> "Place":
        """Return where the thing with this id was read, if its place was noted."""
        return self.places.get(thing, otherwise)

    def in_order(self) -> list[str]:
        """Return every problem once as `file:line: what is wrong`, by file and line."""
        ordered = sorted(set(self.found), key=lambda found: (found[0].file, found[0].line, found[1]))
        return [f"{place}: {what}" for place, what in ordered]

    def name(self, path: Path) -> str:
        """Return a path as messages show it: from the folder above the pack on."""
        try:
            return path.relative_to(self.root.parent).as_posix()
        except ValueError:
            return path.as_posix()


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands."""

    file: str
    line: int
    """Counted from one."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a YAML file with its place: text, a list of nodes, or entries by key."""

    place: Place
    text: str | None = None
    items: tuple["Node", ...] | None = None
    entries: dict[str, "Entry"] | None = None

    def __iter__(self) -> Iterator["Node"]:
        return iter(self.items or ())


@dataclass(frozen=True, slots=True)
class Entry:
    """The value under one key, and where the key stands."""

    key: Place
    value: Node


def read(path: Path, problems: Problems) -> Node | None:
    """Return the one document of a YAML file, or None with the reason among the problems."""
    before = len(problems.found)
    documents = read_all(path, problems)
    if len(documents) == 1:
        return documents[0]
    if len(problems.found) == before:
        problems.add(Place(problems.name(path), 1), "the file is empty" if not documents else "more than one document")
    return None


def read_all(path: Path, problems: Problems) -> tuple[Node, ...]:
    """Return all documents of a YAML file; what is wrong goes to the problems."""
    name = problems.name(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = "is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else f"cannot be read ({error.strerror})"
        problems.add(Place(name, 1), f"the file {reason}")
        return ()
    try:
        if "*" in text and any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=LOADER)):
            problems.add(Place(name, 1), "aliases (`*name`) are not part of the format: write it out")
            return ()
        documents = list(yaml.compose_all(text, Loader=LOADER))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problems.add(Place(name, line), f"not valid YAML: {error.problem}")
        return ()
    except (yaml.YAMLError, RecursionError) as error:
        reason = "nested too deep" if isinstance(error, RecursionError) else str(error).splitlines()[0]
        problems.add(Place(name, 1), f"not valid YAML: {reason}")
        return ()
    return tuple(_convert(document, name, problems, DEEPEST) for document in documents if document is not None)


def _convert(node: yaml.Node, name: str, problems: Problems, depth: int) -> Node:
    """Convert a node and at most `depth` levels below it: an alias may lead back to where it stands."""
    place = Place(name, node.start_mark.line + 1)
    if depth == 0:
        problems.add(place, "this is nested too deep, or holds itself")
        return Node(place, text="")
    match node:
        case yaml.ScalarNode(value=value):
            return Node(place, text=str(value).strip())
        case yaml.SequenceNode(value=values):
            return Node(place, items=tuple(_convert(value, name, problems, depth - 1) for value in values))
        case yaml.MappingNode(value=pairs):
            return Node(place, entries=_entries(pairs, name, problems, depth - 1))
        case _:
            problems.add(place, "something other than text, a list or keys")
            return Node(place, text="")


def _entries(pairs: list[tuple[yaml.Node, yaml.Node]], name: str, problems: Problems, depth: int) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for key_node, value_node in pairs:
        key, place = str(key_node.value), Place(name, key_node.start_mark.line + 1)
        if key in entries:
            problems.add(place, f"the key '{key}' is given twice (first on line {entries[key].key.line})")
            continue
        entries[key] = Entry(place, _convert(value_node, name, problems, depth))
    return entries

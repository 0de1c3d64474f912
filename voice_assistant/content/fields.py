"""Taking typed values out of a YAML node, noting every problem and going on."""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches

from voice_assistant.content.yaml_lines import Entry, Node, Problems


def entries(node: Node, problems: Problems) -> Mapping[str, Entry]:
    """Return the keys of a node; a problem if it has none."""
    if node.entries is None:
        problems.add(node.place, "keys were expected here, as `name: value`")
        return {}
    return node.entries


def known(found: Mapping[str, Entry], allowed: Collection[str], problems: Problems) -> None:
    """Note every key that the format does not have, with the nearest that it has."""
    for key, entry in found.items():
        if key not in allowed:
            near = get_close_matches(key, list(allowed), n=1)
            problems.add(entry.key, f"unknown key '{key}'" + (f"; did you mean '{near[0]}'?" if near else ""))


def text(found: Mapping[str, Entry], key: str, owner: Node, problems: Problems, required: bool = True) -> str:
    """Return the text under a key, "" with a problem noted if it is missing or not text."""
    if key not in found:
        if required:
            problems.add(owner.place, f"'{key}' is missing")
        return ""
    value = found[key].value
    if value.text is None or (required and not value.text):
        problems.add(value.place, f"'{key}' needs a text")
        return ""
    return value.text


def flag(found: Mapping[str, Entry], key: str, problems: Problems) -> bool:
    """Return the yes or no under a key; False where it is missing."""
    if key not in found:
        return False
    value = found[key].value
    if value.text not in {"true", "false"}:
        problems.add(value.place, f"'{key}' is either true or false")
    return value.text == "true"


def texts(node: Node, problems: Problems) -> Iterator[Node]:
    """Yield the text nodes of a list; a problem for anything else."""
    if node.items is None:
        problems.add(node.place, "a list was expected here")
        return
    for item in node.items:
        if item.text:
            yield item
        else:
            problems.add(item.place, "a text was expected here")

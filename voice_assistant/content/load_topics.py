"""The files under answers/: what is said about each topic."""

from pathlib import Path

from voice_assistant.content.fields import entries, flag, known, text
from voice_assistant.content.yaml_lines import Node, Place, Problems, read
from voice_assistant.core.pack import Topic

_SECTION = {"section", "heading", "attribution", "topics"}
_TOPIC = {"id", "name", "say", "more", "step", "with_partner", "offer"}


def read_topics(files: list[Path], problems: Problems) -> tuple[Topic, ...]:
    """Return the topics of all files in order: the order of the article."""
    topics: list[Topic] = []
    places: dict[str, Place] = {}
    for path in files:
        node = read(path, problems)
        for topic, place in _section(node, problems) if node is not None else []:
            if topic.id in places:
                problems.add(place, f"topic '{topic.id}' is there already, at {places[topic.id]}")
            places.setdefault(topic.id, place)
            topics.append(topic)
    return tuple(topics)


def _section(node: Node, problems: Problems) -> list[tuple[Topic, Place]]:
    found = entries(node, problems)
    known(found, _SECTION, problems)
    section = text(found, "section", node, problems)
    attribution = text(found, "attribution", node, problems)
    text(found, "heading", node, problems)
    if "topics" not in found or found["topics"].value.items is None:
        problems.add(node.place, "'topics' needs a list")
        return []
    return [_topic(item, section, attribution, problems) for item in found["topics"].value]


def _topic(node: Node, section: str, attribution: str, problems: Problems) -> tuple[Topic, Place]:
    found = entries(node, problems)
    known(found, _TOPIC, problems)
    topic_id = text(found, "id", node, problems)
    if topic_id and topic_id != section and not topic_id.startswith(section + "."):
        problems.add(found["id"].value.place, f"'{topic_id}' is neither '{section}' nor below it")
    if "say" not in found:
        problems.add(node.place, f"topic '{topic_id}' has no 'say': nothing would be answered")
    topic = Topic(
        id=topic_id,
        section=section,
        name=text(found, "name", node, problems),
        say=text(found, "say", node, problems) if "say" in found else "",
        attribution=attribution,
        more=text(found, "more", node, problems, required=False),
        step=text(found, "step", node, problems, required=False),
        with_partner=flag(found, "with_partner", problems),
        offer=text(found, "offer", node, problems, required=False),
    )
    return topic, node.place

"""Telling what the article says: a topic, more of it, one next step, the next one, the one before."""

from dataclasses import replace

from voice_assistant.core.actions import Say
from voice_assistant.core.meanings import Command, Guidance
from voice_assistant.core.pack import Pack, Topic
from voice_assistant.core.questions import replied, told
from voice_assistant.core.state import Idle, State, Turn


def tell(state: State, wanted: Guidance, pack: Pack) -> Turn:
    """Say a topic; with `whole`, a section and then its points."""
    topic = pack.topic(wanted.id)
    if topic is None:
        return Turn(state)
    parts = pack.points_of(topic.section) if wanted.whole and topic.id == topic.section else (topic,)
    said = tuple(_say(each, with_source=each is parts[-1]) for each in parts)
    last = said[0] if len(said) == 1 else replace(said[0], text=" ".join(say.text for say in said))
    mode = Idle() if isinstance(state.mode, Idle) else state.mode
    flagged = state.flagged or bool(topic.offer)
    state = replace(state, mode=mode, topic=topic.id, last=last, cut=(), misses=0, flagged=flagged)
    return replied(state, *said, understood=wanted)


def more(state: State, pack: Pack) -> Turn:
    """Say more on the topic told last."""
    topic = _current(state, pack)
    if topic is None or not topic.more or (state.last is not None and state.last.reply == f"{topic.id}.more"):
        return told(state, Command.MORE, pack)
    return _remembered(state, Say(f"{topic.id}.more", topic.more, section=topic.section), Command.MORE)


def next_step(state: State, pack: Pack) -> Turn:
    """Say the one next step of the topic told last. After a safety signal none that involves the partner."""
    topic = _current(state, pack)
    if topic is None or not topic.step or (state.flagged and topic.with_partner):
        return told(state, Command.STEP, pack)
    text = f"{pack.prompt('lead.step')} {topic.step}"
    return _remembered(state, Say(f"{topic.id}.step", text, section=topic.section), Command.STEP)


def move(state: State, by: int, command: Command, pack: Pack) -> Turn:
    """Say the topic `by` places on in the order of the article."""
    topic = _current(state, pack)
    place = pack.topics.index(topic) + by if topic is not None else -1
    if not 0 <= place < len(pack.topics):
        return told(state, command, pack)
    return replace(tell(state, Guidance(pack.topics[place].id), pack), understood=command.value)


def _say(topic: Topic, with_source: bool) -> Say:
    text = f"{topic.say} {topic.attribution}" if with_source else topic.say
    shown = f"{text}\n\n{topic.offer}" if topic.offer else None
    return Say(topic.id, text, section=topic.section, shown=shown)


def _remembered(state: State, say: Say, command: Command) -> Turn:
    return replied(replace(state, last=say, cut=(), misses=0), say, understood=command)


def _current(state: State, pack: Pack) -> Topic | None:
    return pack.topic(state.topic) if state.topic else None

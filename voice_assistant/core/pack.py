"""A content pack as the dialogue sees it: what can be said, never how it is recognised."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from voice_assistant.core.meanings import Answer


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing the pack can say something about."""

    id: str
    section: str
    name: str
    """Completes "did you mean … or …?"."""
    say: str
    attribution: str
    """Which section it comes from, as a sentence spoken after the answer."""
    more: str = ""
    step: str = ""
    with_partner: bool = False
    """The step involves the partner: never said once safety has come up."""
    offer: str = ""
    """Shown beside the answer and never spoken unasked."""


@dataclass(frozen=True, slots=True)
class SafetyReply:
    """What is said when safety comes up. The discreet form is the default (domain 3.5)."""

    id: str
    """The id under which the reply is known outside."""
    aloud: str
    full: str
    silent: bool = False
    """Nothing at all is spoken unless asked for."""
    unsure: str = ""
    """The id of the soft question that is asked where it is not sure that this was meant."""


@dataclass(frozen=True, slots=True)
class SoftQuestion:
    """Asked where a sentence may be about safety and may not. Shown; the voice only points to it."""

    id: str
    shown: str
    aloud: str
    choices: tuple[tuple[str, tuple[str, ...]], ...]
    """The ids it decides between, the safety id first, each with the words that name it."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the check-up."""

    id: str
    text: str
    answers: frozenset[Answer]
    section: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything a pack can say."""

    id: str
    about: str
    topics: tuple[Topic, ...]
    """In the order of the article; a section's own topic stands before its points."""
    prompts: Mapping[str, tuple[str, ...]]
    """Our own sentences by id; the wordings of one id are used in turn."""
    safety: Mapping[str, SafetyReply] = field(default_factory=dict)
    unclear: Mapping[str, SoftQuestion] = field(default_factory=dict)
    ready: Question | None = None
    questions: tuple[Question, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    """How a command or an answer is named in a question of ours."""

    def topic(self, topic_id: str) -> Topic | None:
        """Return the topic with this id, or None."""
        return next((topic for topic in self.topics if topic.id == topic_id), None)

    def points_of(self, section: str) -> tuple[Topic, ...]:
        """Return a section's topic and its points, in order."""
        return tuple(topic for topic in self.topics if topic.section == section)

    def is_ready_check(self, question_id: str) -> bool:
        """Tell whether a question is the one asked before the check-up, which is no question of it."""
        return self.ready is not None and self.ready.id == question_id

    def question(self, question_id: str) -> Question | None:
        """Return the question with this id, or None."""
        asked = (self.ready, *self.questions) if self.ready else self.questions
        return next((question for question in asked if question.id == question_id), None)

    def prompt(self, prompt_id: str, count: int = 0, **filled: str) -> str:
        """Return the `count`-th wording of a prompt (the last again and again), its blanks filled in."""
        wordings = self.prompts[prompt_id]
        text = wordings[min(count, len(wordings) - 1)]
        for blank, value in filled.items():
            text = text.replace("{" + blank + "}", value)
        return text

    def name_of(self, meaning_id: str) -> str:
        """Return how a meaning is named in a question of ours."""
        topic = self.topic(meaning_id)
        return topic.name if topic else self.names.get(meaning_id, meaning_id)

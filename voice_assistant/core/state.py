"""Where a conversation stands. One class a mode, so no field is meaningless in some mode."""

from dataclasses import dataclass, field
from enum import StrEnum

from voice_assistant.core.actions import Action, Say
from voice_assistant.core.meanings import Answer, Command, Guidance, Meaning
from voice_assistant.core.voice import VoiceSettings


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing is asked. `offer` is said on "yes": the reply before, `question`, ended on an offer of it."""

    offer: Guidance | None = None
    question: Say | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """A question of the check-up is open."""

    question: str
    answers: tuple[tuple[str, Answer], ...] = ()
    """Questions answered so far, in the order they were answered."""
    tries: int = 0
    """How often the present question was answered by something not understood."""


@dataclass(frozen=True, slots=True)
class Choosing:
    """ "Did you mean A or B?" is open."""

    options: tuple[Meaning, ...]
    back: Idle | Asking
    question: Say
    """As it was asked."""
    soft: str = ""
    """The id of the soft question, if that is what is open."""


@dataclass(frozen=True, slots=True)
class Confirming:
    """ "I heard … Is that right?" is open."""

    what: Answer | Command
    back: Idle | Asking
    question: Say
    """As it was asked."""


@dataclass(frozen=True, slots=True)
class Paused:
    """The person asked us to wait."""

    back: "Idle | Asking | Choosing | Confirming"


@dataclass(frozen=True, slots=True)
class Ended:
    """The conversation is over."""


Mode = Idle | Asking | Choosing | Confirming | Paused | Ended


@dataclass(frozen=True, slots=True)
class State:
    """Everything that is remembered of a conversation. Dropped whole when it ends."""

    mode: Mode = field(default_factory=Idle)
    topic: str | None = None
    """The topic *more*, *next*, *back* and *what can I do* go by."""
    last: Say | None = None
    """The last guidance, for *repeat*."""
    latest: tuple[Say, ...] = ()
    """Everything spoken in the last turn: what an interruption cuts."""
    cut: tuple[Say, ...] = ()
    """What was left unsaid when we were interrupted, for *continue*."""
    card: Say | None = None
    """What stands on the screen and was not read aloud, for *read*."""
    misses: int = 0
    """Sentences in a row that were not understood."""
    uncovered: int = 0
    """Sentences so far that the pack does not speak to."""
    silences: int = 0
    """Reprompts in a row that nobody answered."""
    turns: int = 0
    """Counts replies, so wordings vary without chance."""
    heard: str = ""
    evidence: str = ""
    """What was heard last and the phrase it resembled, for *why did you say that*."""
    sure: float = 0.0
    """How likely that was what was meant, 0 to 1."""
    stopped_at: float | None = None
    """When *stop* was said last."""
    voice: VoiceSettings = field(default_factory=VoiceSettings)
    quiet: bool = False
    alone: bool = False
    """The person said that nobody else is listening."""
    flagged: bool = False
    """Safety has come up: no step that involves the partner is said any more."""


class Decision(StrEnum):
    """What became of a sentence, for the outside."""

    REPLY = "reply"
    ASK = "ask"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Turn:
    """What one event led to."""

    state: State
    actions: tuple[Action, ...] = ()
    understood: str | None = None
    decision: Decision = Decision.NONE
    offered: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[Say, ...]:
        """Everything said or shown, in order."""
        return tuple(action for action in self.actions if isinstance(action, Say))


def name_of(mode: Mode) -> str:
    """Return the mode's name as the outside knows it."""
    match mode:
        case Idle():
            return "idle"
        case Asking():
            return "question"
        case Choosing():
            return "choice"
        case Confirming():
            return "confirm"
        case Paused():
            return "paused"
        case Ended():
            return "ended"

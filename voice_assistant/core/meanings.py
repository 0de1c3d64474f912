"""What a sentence can mean: the ids of a pack as types, so the checker finds every forgotten case."""

from dataclasses import dataclass
from enum import StrEnum


class Command(StrEnum):
    """What a person can tell the assistant to do, at any moment. The value is the public id."""

    START = "assess.start"
    RESUME = "assess.resume"
    RESULT = "assess.result"
    REPEAT = "cmd.repeat"
    MORE = "cmd.more"
    STEP = "cmd.step"
    NEXT = "cmd.next"
    BACK = "cmd.back"
    PAUSE = "cmd.pause"
    CONTINUE = "cmd.continue"
    STOP = "cmd.stop"
    LEAVE = "cmd.stop.all"
    HELP = "cmd.help"
    SLOWER = "cmd.slower"
    FASTER = "cmd.faster"
    LOUDER = "cmd.louder"
    QUIETER = "cmd.quieter"
    SOURCE = "cmd.source"
    FORGET = "cmd.forget"
    SAVE = "cmd.save"
    QUIET = "cmd.quiet"
    SPEAK = "cmd.quiet.off"
    THANKS = "cmd.thanks"
    READ = "cmd.read"
    CHANGE = "cmd.change"
    PROGRESS = "cmd.progress"
    WHY = "cmd.why"
    RESTART = "cmd.restart"


class Answer(StrEnum):
    """What a person can answer to a question of ours. The value is the public id."""

    YES = "answer.yes"
    NO = "answer.no"
    PARTLY = "answer.partly"
    UNSURE = "answer.unsure"
    SKIP = "answer.skip"


class Choice(StrEnum):
    """Which of two offered meanings was meant, where it was not named."""

    FIRST = "choice.first"
    SECOND = "choice.second"
    NEITHER = "choice.neither"


@dataclass(frozen=True, slots=True)
class Guidance:
    """A topic of the pack. `whole` asks for a section with all its points."""

    id: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Safety:
    """Something that matters more than the article."""

    id: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """A sentence that may be about safety and may not: one soft question decides."""

    id: str


@dataclass(frozen=True, slots=True)
class Outside:
    """Understood, and nothing the pack speaks to."""

    id: str = "none"


Meaning = Command | Answer | Choice | Guidance | Safety | Unclear | Outside


def id_of(meaning: Meaning) -> str:
    """Return the public id of a meaning."""
    match meaning:
        case Command() | Answer() | Choice():
            return meaning.value
        case Guidance() | Safety() | Unclear() | Outside():
            return meaning.id


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning a sentence may have."""

    meaning: Meaning
    score: float
    """0 to 1, comparable within one sentence and between sentences."""
    phrase: str = ""
    """The phrase of the pack it resembles most: the evidence shown for it."""


@dataclass(frozen=True, slots=True)
class Offered:
    """One of the meanings an open question back decides between."""

    id: str
    names: tuple[str, ...]
    """Words by which it may be named in the answer."""


@dataclass(frozen=True, slots=True)
class Listening:
    """What makes sense right now: the dialogue says so, the matcher and the recogniser go by it."""

    answers: frozenset[Answer] = frozenset()
    expected: bool = True
    """Whether any of the answers is expected; where none is, only their exact words count."""
    choices: tuple[Offered, ...] = ()
    """What the open question back offered, in that order."""
    closed: bool = False
    """A question with a short list of answers is open: the recogniser adds a grammar of them."""

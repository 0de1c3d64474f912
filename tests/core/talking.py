"""A conversation of events on the real pack: what is meant goes in, the ids of what is said come out."""

from voice_assistant.content.load import load_pack
from voice_assistant.core.dialogue import step
from voice_assistant.core.events import CheckUpOpened, Hushed, LeaveNow, QuietToggled, Said, Silent
from voice_assistant.core.heard import Utterance
from voice_assistant.core.meanings import Guidance, Meaning, Outside, Reading, Safety
from voice_assistant.core.pack import Pack
from voice_assistant.core.state import Mode, State, Turn
from voice_assistant.resources import intents_dir

PACK: Pack = load_pack(intents_dir() / "trust").pack
HOPE, NEEDS = Guidance("signs"), Guidance("requires")
REMORSE = Guidance("signs.remorse")
DANGER = Safety("safety.danger")
A_WHILE = 30.0
"""Seconds from one event to the next, where nothing else is said."""
TWO_SENTENCES = "It calls these strong ground. That's from the section on signs."


class Talk:
    """A conversation of events: what is meant goes in, the ids of what is said come out."""

    def __init__(self, mode: Mode | None = None) -> None:
        self.state = State() if mode is None else State(mode=mode)
        self.turn = Turn(self.state)
        self.now = 100.0

    def hear(
        self, *meanings: Meaning, score: float = 1.0, confidence: float | None = None, over: str = ""
    ) -> list[str]:
        """Say something that may mean `meanings`; `over` is what of our own speech it interrupts."""
        readings = tuple(Reading(meaning, score, "a phrase") for meaning in meanings)
        return self.happen(Said(Utterance("any hope", confidence), readings, self.now, over))

    def outside(self, *nearest: Guidance) -> list[str]:
        """Say something that the pack does not speak to, with what lies near it."""
        readings = (Reading(Outside(), 0.9), *(Reading(each, 0.2) for each in nearest))
        return self.happen(Said(Utterance("will it last another year"), readings, self.now))

    def happen(self, event: Said | Silent | Hushed | CheckUpOpened | QuietToggled | LeaveNow) -> list[str]:
        self.turn = step(self.state, event, PACK)
        self.state = self.turn.state
        self.now += A_WHILE
        return [say.reply for say in self.turn.said]

    @property
    def aloud(self) -> str:
        """What the voice says."""
        return " ".join(say.text for say in self.turn.said if say.voiced)

    @property
    def shown(self) -> str:
        return "\n".join(say.on_screen for say in self.turn.said)

    def did(self, kind: type) -> bool:
        return any(isinstance(action, kind) for action in self.turn.actions)

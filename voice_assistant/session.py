"""One conversation: holds the one `State`, asks the matcher, lets the dialogue decide.

The only place where the state is assigned. Every driver feeds it and does what comes back.
"""

from dataclasses import dataclass

from voice_assistant.core import ears
from voice_assistant.core.dialogue import listening_for, patience, step
from voice_assistant.core.events import CheckUpOpened, Event, Said, Silent
from voice_assistant.core.grammar import short_forms
from voice_assistant.core.heard import Heard, Utterance
from voice_assistant.core.meanings import Answer, Listening, Reading
from voice_assistant.core.pack import Pack
from voice_assistant.core.phrases import Phrasebook
from voice_assistant.core.state import Ended, State, Turn, name_of
from voice_assistant.core.words import visible
from voice_assistant.ports import Matcher

KEYS = {"1": Answer.YES, "2": Answer.PARTLY, "3": Answer.NO, "4": Answer.UNSURE}
"""Keys that answer a question of the check-up. Digits that are spoken do not."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What one event led to, with what it was decided on."""

    before: str
    """The name of the state the event met."""
    after: str
    turn: Turn
    utterance: Utterance | None = None
    readings: tuple[Reading, ...] = ()


class Session:
    """A conversation about one pack."""

    def __init__(self, pack: Pack, phrasebook: Phrasebook, matcher: Matcher, opening: State | None = None) -> None:
        """Begin idle, or in the state `opening`."""
        self._pack = pack
        self._phrasebook = phrasebook
        self._matcher = matcher
        self._state = opening or State()

    @property
    def state(self) -> State:
        """Where the conversation stands."""
        return self._state

    @property
    def ended(self) -> bool:
        """Whether the conversation is over."""
        return isinstance(self._state.mode, Ended)

    @property
    def patience(self) -> float | None:
        """Seconds of silence that the open question bears; None for any number."""
        return patience(self._state)

    @property
    def listening(self) -> Listening:
        """What makes sense right now."""
        return listening_for(self._state, self._pack)

    @property
    def grammar(self) -> tuple[str, ...]:
        """What the grammar of the open question listens for; () if none is open."""
        words = short_forms(self.listening, self._phrasebook)
        return ears.grammar(words) if words else ()

    def hear(self, heard: Heard, at: float, unsaid: str = "") -> Exchange:
        """Take what the ears heard. `at`: seconds on the conversation's clock; `unsaid`: our speech still to come."""
        settled = ears.settle(heard, short_forms(self.listening, self._phrasebook))
        utterance = Utterance(settled.text, settled.confidence, heard.start, heard.end, heard.decided)
        return self._say(utterance, at, unsaid)

    def read(self, line: str, at: float = 0.0, unsaid: str = "") -> Exchange:
        """Take a typed line. In a question of the check-up the keys 1 to 4 are answers, if it has them."""
        text = visible(line)
        key, listening = KEYS.get(text), self.listening
        if key in listening.answers and listening.closed:
            return self.handle(Said(Utterance(text), (Reading(KEYS[text], 1.0, text),), at, unsaid))
        return self._say(Utterance(text), at, unsaid)

    def silent(self, at: float) -> Exchange:
        """Nothing was said for as long as the open question bears."""
        return self.handle(Silent(at))

    def open_check_up(self) -> Exchange:
        """Go straight into the check-up."""
        return self.handle(CheckUpOpened())

    def _say(self, utterance: Utterance, at: float, unsaid: str) -> Exchange:
        readings = self._matcher.match(utterance.text, self.listening)
        return self.handle(Said(utterance, readings, at, unsaid))

    def handle(self, event: Event) -> Exchange:
        """Take any event."""
        before = name_of(self._state.mode)
        turn = step(self._state, event, self._pack)
        self._state = turn.state
        said = event if isinstance(event, Said) else None
        return Exchange(
            before,
            name_of(self._state.mode),
            turn,
            said.utterance if said else None,
            said.readings if said else (),
        )

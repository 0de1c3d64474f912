"""Recorded audio as a conversation: the same session as live, on a clock that counts the recording's audio."""

from collections.abc import Callable, Iterator

from voice_assistant.core.actions import Say, StopSpeaking
from voice_assistant.core.heard import Heard
from voice_assistant.core.state import name_of
from voice_assistant.hearing import Listener
from voice_assistant.ports import AudioSource
from voice_assistant.session import Exchange, Session
from voice_assistant.timeline import Timeline

MakeListener = Callable[[], Listener]


class Conversation:
    """A session with ears and a voice in virtual time: recordings, typed lines and silence, in any order."""

    def __init__(self, session: Session, make_listener: MakeListener, timeline: Timeline) -> None:
        """Hold a conversation; each recording is heard by a listener of its own."""
        self.session = session
        self._make_listener = make_listener
        self._timeline = timeline
        self.now = 0.0
        """Seconds on the conversation's clock."""
        self.audio_seconds = 0.0
        """Seconds of recordings heard so far."""
        self.turns = 0
        """How many turns the conversation has had."""
        self._quiet_since = 0.0
        """Since when neither side has spoken."""

    @property
    def state_name(self) -> str:
        """The state of the session, as the outside knows it."""
        return name_of(self.session.state.mode)

    def hear(self, source: AudioSource) -> Iterator[Exchange]:
        """Play a recording to the session. It begins when our reply has ended; its end is the end of an utterance."""
        self._catch_up()
        listener = self._make_listener()
        began = self.now
        self._expect(listener)
        for block in source.blocks():
            if self.session.ended:
                break
            for event in listener.hear(block):
                if isinstance(event, Heard):
                    yield self._heard(event, began, listener)
            self.now = began + listener.seconds
            if not listener.speaking:
                yield from self._silence(listener)
        for event in listener.flush():
            yield self._heard(event, began, listener)
        self.now = max(self.now, began + listener.seconds)
        self.audio_seconds += listener.seconds

    def read(self, line: str) -> Exchange:
        """Take a typed line, after our reply has ended."""
        self._catch_up()
        return self._done(self.session.read(line, self.now))

    def wait(self, seconds: float) -> Iterator[Exchange]:
        """Let silence pass, counted from the end of our reply."""
        self._catch_up()
        until = self.now + seconds
        while (due := self._due()) is not None and due <= until:
            self.now = max(self.now, due)
            yield self._done(self.session.silent(self.now))
            until += max(0.0, (self._timeline.ends() or 0.0) - self.now)
        self.now = until

    def begin(self) -> Exchange:
        """Go straight into the check-up."""
        return self._done(self.session.open_check_up())

    def _heard(self, heard: Heard, began: float, listener: Listener) -> Exchange:
        self.now = began + heard.decided
        unsaid = self._timeline.unsaid(began + heard.start)
        exchange = self._done(self.session.hear(heard, self.now, unsaid))
        self._expect(listener)
        return exchange

    def _silence(self, listener: Listener) -> Iterator[Exchange]:
        due = self._due()
        if due is not None and due <= self.now:
            yield self._done(self.session.silent(self.now))
            self._expect(listener)

    def _due(self) -> float | None:
        patience = self.session.patience
        return None if patience is None else self._quiet_since + patience

    def _done(self, exchange: Exchange) -> Exchange:
        """Do the actions on the clock and return the exchange."""
        self.turns += 1
        for action in exchange.turn.actions:
            match action:
                case StopSpeaking():
                    self._timeline.stop(self.now)
                case Say(spoken=True) if not exchange.turn.state.quiet:
                    self._timeline.say(action, self.now, exchange.turn.state.voice)
                case _:
                    pass  # screens, saved data and the end of the program are not part of a replay
        self._timeline.forget_before(self.now)
        self._quiet_since = max(self.now, self._timeline.ends() or self.now)
        return exchange

    def _expect(self, listener: Listener) -> None:
        listener.expect(self.session.listening, self.session.grammar)

    def _catch_up(self) -> None:
        self.now = max(self.now, self._timeline.ends() or self.now)
        self._timeline.forget_before(self.now)

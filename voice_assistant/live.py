"""A live conversation: microphone, keys and voice around one session, joined by one inbox.

The ear and the keyboard run on threads of their own and only post to the inbox; this thread alone touches the
session, so nothing needs a lock. A part that breaks is said once, and the conversation goes on with what is left.
"""

import math
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from voice_assistant.audio import Samples
from voice_assistant.core.actions import BlankScreen, ChangeVoice, End, ForgetSaved, Say, SetQuiet, StopSpeaking
from voice_assistant.core.events import Hushed, LeaveNow, QuietToggled
from voice_assistant.core.heard import Heard
from voice_assistant.core.meanings import Listening
from voice_assistant.core.words import LONGEST
from voice_assistant.errors import AssistantError
from voice_assistant.hearing import Listener, Partial
from voice_assistant.mouth import Mouth
from voice_assistant.ports import Microphone
from voice_assistant.session import Exchange, Session
from voice_assistant.ui.keys import InputEnded, Key, Line, Typed
from voice_assistant.ui.screen import Screen

TAIL = 0.3
"""Seconds after our own speech during which the microphone is still not decoded: the room goes on sounding."""
MURMUR = 3.0
"""Seconds after which words that came to nothing no longer count as spoken over us."""
TICK = 0.05
"""Seconds between two looks at clocks and meters."""


@dataclass(frozen=True, slots=True)
class PartFailed:
    """A part of the program broke; `message` says which in one sentence."""

    message: str
    hint: str = ""
    gone: bool = False
    """The microphone is gone for good."""


Inbox = queue.Queue[Partial | Heard | PartFailed | Typed]


class EarThread:
    """Listens on a thread and posts what it hears. Deaf while `deaf()` says so, unless it wears headphones."""

    def __init__(self, microphone: Microphone, listener: Listener, inbox: Inbox, deaf: Callable[[], bool]) -> None:
        """Listen to `microphone` as soon as `start` is called."""
        self._microphone = microphone
        self._listener = listener
        self._inbox = inbox
        self._deaf = deaf
        self._expected: tuple[Listening, tuple[str, ...]] = (Listening(), ())
        self._overflows = 0
        self.level = 0.0
        """How loud it is, 0 to 1."""
        self._thread = threading.Thread(target=self._listen, name="ear", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def expect(self, listening: Listening, grammar: tuple[str, ...]) -> None:
        """Say what the next utterance may be. May be called from any thread."""
        self._expected = (listening, grammar)

    def close(self) -> None:
        """Let go of the microphone."""
        self._microphone.close()

    def _listen(self) -> None:
        current: object = None
        try:
            for block in self._microphone.blocks():
                if self._expected is not current:
                    current = self._expected
                    self._listener.expect(*self._expected)
                self._take(block)
        except AssistantError as error:
            self._inbox.put(PartFailed(error.message, error.hint, gone=True))
        except Exception:  # the top of a thread: nobody above could tell the person
            self._inbox.put(PartFailed("Listening has stopped working; you can still type.", gone=True))

    def _take(self, block: Samples) -> None:
        self.level = _level(block)
        if self._microphone.overflows > self._overflows:
            self._overflows = self._microphone.overflows
            self._inbox.put(PartFailed("The computer was too busy to listen for a moment; some words may be lost."))
        if self._deaf():
            self._listener.skip(block)
            return
        for event in self._listener.hear(block):
            self._inbox.put(event)


class LiveConversation:
    """Feeds one session from microphone and keys, and does what comes back."""

    def __init__(  # noqa: PLR0913 - the parts it joins
        self,
        session: Session,
        screen: Screen,
        inbox: Inbox,
        *,
        mouth: Mouth | None = None,
        forget: Callable[[], None] | None = None,
        push_to_talk: bool = False,
    ) -> None:
        """Without a mouth the conversation goes on in text."""
        self._session = session
        self._screen = screen
        self._inbox = inbox
        self._mouth = mouth
        self._forget = forget
        self._ear: EarThread | None = None
        self._push_to_talk = push_to_talk
        self._open_microphone = not push_to_talk
        self._typed = ""
        self._began = time.monotonic()
        self._quiet_since = self._began
        self._spoke_until = 0.0
        self._interrupted = ""
        """Our speech still to come when the person began to speak over it."""
        self._failure_told = False
        self._input_ended = False

    def deaf(self) -> bool:
        """Whether the microphone must not be decoded now: our own voice is in the room, or no key opened it."""
        if not self._open_microphone:
            return True
        if self._mouth is None:
            return False
        now = time.monotonic()
        if self._mouth.speaking:
            self._spoke_until = now
        return now - self._spoke_until < TAIL

    def muted(self) -> bool:
        """Whether push-to-talk keeps the microphone closed; with headphones this alone makes us deaf."""
        return not self._open_microphone

    def run(self, ear: EarThread | None, begin: Callable[[], Exchange] | None = None) -> None:
        """Converse until it ends. Raises KeyboardInterrupt on Ctrl-C."""
        self._ear = ear
        self._expect()
        if begin is not None:
            self._done(begin())
        if ear is not None:
            ear.start()
        while not self._session.ended:
            try:
                event = self._inbox.get(timeout=TICK)
            except queue.Empty:
                self._tick()
                continue
            if isinstance(event, InputEnded):
                self._input_ended = True
            else:
                self._take(event)
            if self._input_ended and self._ear is None:
                self._finish()
                return

    def _take(self, event: Partial | Heard | PartFailed | Key | Line) -> None:
        match event:
            case Partial(text):
                self._interrupted = self._interrupted or self._unsaid()
                self._quiet_since = time.monotonic()
                self._screen.partial(text)
            case Heard():
                unsaid, self._interrupted = self._interrupted or self._unsaid(), ""
                self._open_microphone = not self._push_to_talk
                self._done(self._session.hear(event, self._now(), unsaid))
            case PartFailed(message, hint, gone):
                self._screen.notice(f"{message} {hint}".strip())
                if gone:
                    self._ear = None
            case Line(text):
                if text.strip():
                    self._read(text)
            case Key(name):
                self._key(name)

    def _key(self, name: str) -> None:
        match name:
            case "c-c":
                raise KeyboardInterrupt
            case "c-x":
                self._done(self._session.handle(LeaveNow()))
                return
            case "c-q":
                self._done(self._session.handle(QuietToggled()))
                return
            case _:
                self._edit(name)

    def _edit(self, name: str) -> None:
        """Take a key of the line being typed. Any key silences us."""
        self._quiet_since = time.monotonic()
        speaking = self._unsaid()
        if speaking:
            self._interrupted = ""
            self._done(self._session.handle(Hushed(speaking)))
        if name == "enter":
            line, self._typed = self._typed, ""
            if line.strip():
                self._read(line)
        elif name == "backspace":
            self._typed = self._typed[:-1]
        elif name == " " and not self._typed:
            self._open_microphone = True
        elif len(name) == 1 and name.isprintable() and len(self._typed) < LONGEST:
            self._typed += name
        self._screen.typing(self._typed)

    def _read(self, line: str) -> None:
        self._done(self._session.read(line[:LONGEST], self._now(), self._unsaid()))

    def _tick(self) -> None:
        now = time.monotonic()
        self._tell_failure()
        if self._unsaid():
            self._quiet_since = now
        elif now - self._quiet_since > MURMUR:
            self._interrupted = ""
        patience = self._session.patience
        if patience is not None and now - self._quiet_since >= patience:
            self._done(self._session.silent(self._now()))
        self._screen.status(self._status(), self._ear.level if self._ear else 0.0)

    def _status(self) -> str:
        if self._unsaid():
            return "speaking; any key interrupts"
        if self._ear is None:
            return "type your question"
        if not self._open_microphone:
            return "press space to speak"
        return "quiet: nothing is spoken" if self._session.state.quiet else "listening"

    def _done(self, exchange: Exchange) -> None:
        """Do what the dialogue asks for, in order."""
        self._screen.exchange(exchange)
        for action in exchange.turn.actions:
            match action:
                case Say(spoken=True) if self._mouth is not None and not exchange.turn.state.quiet:
                    self._mouth.say(action, exchange.turn.state.voice)
                case StopSpeaking() | SetQuiet(on=True) if self._mouth is not None:
                    self._mouth.stop()
                case BlankScreen():
                    self._screen.blank()
                case ForgetSaved():
                    self._forget_saved()
                case Say() | StopSpeaking() | SetQuiet() | ChangeVoice() | End():
                    pass
        self._quiet_since = time.monotonic()
        self._expect()

    def _forget_saved(self) -> None:
        """Remove what was saved; what cannot be removed is said, as the reply claims otherwise."""
        try:
            if self._forget is not None:
                self._forget()
        except AssistantError as error:
            self._screen.notice(str(error))

    def _expect(self) -> None:
        if self._ear is not None:
            self._ear.expect(self._session.listening, self._session.grammar)

    def _unsaid(self) -> str:
        return self._mouth.unsaid() if self._mouth is not None else ""

    def _finish(self) -> None:
        """Let what is being said be said to its end."""
        if self._mouth is not None:
            self._mouth.wait()
        self._tell_failure()

    def _tell_failure(self) -> None:
        if self._mouth is not None and self._mouth.failure and not self._failure_told:
            self._failure_told = True
            self._screen.notice(f"{self._mouth.failure} Answers are shown as text.")

    def _now(self) -> float:
        return time.monotonic() - self._began


def _level(block: Samples) -> float:
    """Return the loudness of a block on a scale of 60 decibels, 0 to 1."""
    if not len(block):
        return 0.0
    root = float(np.sqrt(np.mean(block.astype(np.float64) ** 2))) / 32768
    return min(1.0, max(0.0, 1 + math.log10(max(root, 1e-6)) / 3))

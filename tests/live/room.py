"""A live conversation with scripted devices, on a thread, and all that can be done to it."""

import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tests.waiting import SOON, eventually
from voice_assistant.adapters.scripted import ScriptedSpeaker, ScriptedStream, ScriptedStreams, ScriptedSynthesiser
from voice_assistant.adapters.scripted_ears import ScriptedDetector, ScriptedEars
from voice_assistant.adapters.sounddevice_microphone import SoundDeviceMicrophone
from voice_assistant.adapters.sounddevice_speaker import SoundDeviceSpeaker
from voice_assistant.audio import Samples
from voice_assistant.core.heard import Heard, Hypothesis
from voice_assistant.core.state import Mode
from voice_assistant.hearing import Listener, Partial
from voice_assistant.live import EarThread, Inbox, LiveConversation
from voice_assistant.mouth import Mouth
from voice_assistant.ports import Speaker
from voice_assistant.session import Exchange
from voice_assistant.ui.keys import InputEnded, Key, Line
from voice_assistant.wiring import Parts

SIGNS = "what are the signs"
BLOCK = 320
LOUD = np.full(BLOCK, 8000, np.int16)
QUIET = np.zeros(BLOCK, np.int16)
MARK = np.full(BLOCK, 50, np.int16)
"""Too soft for speech, and of a loudness of its own."""


class Clock:
    """Stands for the module `time` where a test says what time it is."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


class ListScreen:
    """Remembers what it was told to show."""

    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []
        self.partials: list[str] = []
        self.statuses: list[str] = []
        self.typed: list[str] = []
        self.notices: list[str] = []
        self.blanked = 0

    def start(self) -> None: ...

    def exchange(self, exchange: Exchange) -> None:
        self.exchanges.append(exchange)

    def partial(self, text: str) -> None:
        self.partials.append(text)

    def status(self, text: str, level: float) -> None:
        self.statuses.append(text)

    def typing(self, text: str) -> None:
        self.typed.append(text)

    def notice(self, text: str) -> None:
        self.notices.append(text)

    def blank(self) -> None:
        self.blanked += 1

    def stop(self) -> None: ...

    @property
    def understood(self) -> list[str | None]:
        return [exchange.turn.understood for exchange in self.exchanges if exchange.utterance or exchange.turn.said]

    @property
    def replies(self) -> list[str]:
        return [say.reply for exchange in self.exchanges for say in exchange.turn.said]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a test chooses of a conversation."""

    start: Mode | None = None
    """Where it begins, if not at its beginning."""
    script: Sequence[str] = ()
    """What is recognised, utterance by utterance."""
    speaker: Speaker | None = None
    synthesiser: ScriptedSynthesiser | None = None
    voice: bool = True
    ear: bool = False
    headphones: bool = False
    push_to_talk: bool = False
    watch_seconds: float = 60.0
    """How long the microphone may be silent before it counts as gone."""


class Room:
    """A conversation with scripted devices, on a thread, and all that can be done to it."""

    def __init__(self, parts: Parts, chosen: Chosen) -> None:
        self.inbox: Inbox = queue.Queue()
        self.screen = ListScreen()
        self.synthesiser = chosen.synthesiser or ScriptedSynthesiser()
        self.mouth = Mouth(self.synthesiser, chosen.speaker or ScriptedSpeaker()) if chosen.voice else None
        self.session = parts.session(chosen.start)
        self.live = LiveConversation(
            self.session, self.screen, self.inbox, mouth=self.mouth, push_to_talk=chosen.push_to_talk
        )
        self.streams = ScriptedStreams()
        self.ears = ScriptedEars([(text, text) for text in chosen.script])
        self.microphone = SoundDeviceMicrophone(self.streams, watch_seconds=chosen.watch_seconds)
        deaf = self.live.muted if chosen.headphones else self.live.deaf
        listener = Listener(ScriptedDetector(), self.ears)
        self.ear = EarThread(self.microphone, listener, self.inbox, deaf) if chosen.ear else None
        self._thread = threading.Thread(target=self.live.run, args=(self.ear,), daemon=True)

    def start(self) -> "Room":
        self._thread.start()
        return self

    def post(self, *events: Key | Line | InputEnded | Partial | Heard) -> None:
        for event in events:
            self.inbox.put(event)

    def keys(self, text: str) -> None:
        self.post(*(Key(letter) for letter in text))

    @property
    def input(self) -> ScriptedStream:
        assert eventually(lambda: bool(self.streams.opened))
        return self.streams.opened[0]

    def sound(self, *blocks: Samples) -> None:
        """Let the microphone take these blocks, and return when the ear is done with all of them."""
        assert self.ear is not None
        for block in (*blocks, QUIET):
            self.input.push(block)
        assert eventually(lambda: self.ear is not None and self.ear.level == 0.0)
        self.input.push(MARK)
        assert eventually(lambda: self.ear is not None and self.ear.level > 0.0)

    def speak(self) -> None:
        """Let the microphone hear somebody speak for half a second, and fall silent."""
        self.sound(*[LOUD] * 25, *[QUIET] * 40)

    def ended(self) -> bool:
        self._thread.join(SOON)
        return not self._thread.is_alive()

    def close(self) -> None:
        if self._thread.is_alive():
            self.post(Key("c-x"))
            self._thread.join(SOON)
        if self.ear is not None:
            self.ear.close()
        if self.mouth is not None:
            self.mouth.close()


MakeRoom = Callable[..., Room]


def held() -> SoundDeviceSpeaker:
    """Return a speaker that takes no sample by itself: what it plays lasts until it is stopped."""
    return SoundDeviceSpeaker(ScriptedStreams(), watch_seconds=60)


def heard(text: str) -> Heard:
    return Heard(Hypothesis(text, 0.95), None, 1.0, 2.0, 2.6)

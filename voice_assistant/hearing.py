"""Listening: audio in, utterances out. Joins the speech detector, the endpointer and the ears.

Only voiced stretches are decoded, with what lies just before and after them, so silence costs
next to nothing and noise gives no words.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from voice_assistant.audio import HEARING_RATE, Samples
from voice_assistant.core.ears import FILLERS, UNKNOWN
from voice_assistant.core.endpoint import Ended, Endpoint, EndpointSettings, Started, finish, step
from voice_assistant.core.heard import Heard, Hypothesis
from voice_assistant.core.meanings import Listening
from voice_assistant.ports import Ear, Ears, SpeechDetector

OPEN_PAUSE = 0.6
"""Seconds of silence that end an utterance: people think in the middle of a question of their own."""
CLOSED_PAUSE = 0.5
"""The same after a question of ours, where short answers are the rule."""
PARTIAL_EVERY = 4
"""Frames between two looks at the words so far (4 frames of 32 ms): screens do not need more."""


@dataclass(frozen=True, slots=True)
class Partial:
    """The words so far. For the screen only: the dialogue never acts on it."""

    text: str


class Listener:
    """One audio stream, from samples to utterances. The size of the blocks it is given changes nothing."""

    def __init__(self, detector: SpeechDetector, ears: Ears, settings: EndpointSettings | None = None) -> None:
        """Listen with these parts. `settings` replaces the defaults; their frame length is the detector's."""
        self._detector = detector
        self._ears = ears
        self._settings = replace(settings or EndpointSettings(), frame=detector.frame / HEARING_RATE)
        self._kept = math.ceil(self._settings.pre_roll / self._settings.frame) + self._settings.window
        self._grammar: tuple[str, ...] = ()
        self._origin = 0
        """Samples of the source before the stretch that the endpointer is counting."""
        self._rest: Samples = np.zeros(0, np.int16)
        """Samples that do not fill a frame yet."""
        self._recent: list[Samples] = []
        self._ear: Ear | None = None
        self._shown = ""
        self._forget()
        ears.prepare(())

    @property
    def seconds(self) -> float:
        """Seconds of audio heard or skipped since the source began."""
        return (self._origin + self._endpoint.frames * self._detector.frame + len(self._rest)) / HEARING_RATE

    @property
    def speaking(self) -> bool:
        """Whether an utterance is in progress."""
        return self._ear is not None

    def expect(self, listening: Listening, grammar: Sequence[str] = ()) -> None:
        """Say what the next utterance may be. One already in progress keeps the ears that it began with."""
        self._grammar = tuple(grammar)
        self._settings = replace(self._settings, pause=CLOSED_PAUSE if listening.closed else OPEN_PAUSE)
        self._ears.prepare(self._grammar)

    def hear(self, samples: Samples) -> Iterator[Partial | Heard]:
        """Take the next int16 mono samples at 16 kHz; yield the words so far and the utterances that ended."""
        self._rest = np.concatenate((self._rest, samples))
        size = self._detector.frame
        # The state is whole before each yield: whoever takes an utterance may drop or skip at once.
        while len(self._rest) >= size:
            frame, self._rest = self._rest[:size], self._rest[size:]
            yield from self._take(frame)

    def flush(self) -> Iterator[Heard]:
        """End the source: whoever is speaking has finished. Adds no silence to the times."""
        if self._ear is not None:
            self._ear.accept(self._rest)
        passed = self._endpoint.frames * self._settings.frame + len(self._rest) / HEARING_RATE
        _, event = finish(self._endpoint, self._settings, passed)
        heard = self._result(event) if event is not None else None
        self.skip(self._rest[:0])
        if heard is not None:
            yield heard

    def drop(self) -> None:
        """Forget the utterance in progress and the audio before this moment; time goes on."""
        self._origin += self._endpoint.frames * self._detector.frame
        self._forget()

    def skip(self, samples: Samples) -> None:
        """Let audio pass without listening to it, as while the assistant itself speaks. Drops too."""
        self.drop()
        self._origin += len(self._rest) + len(samples)
        self._rest = self._rest[:0]

    def _forget(self) -> None:
        self._endpoint = Endpoint()
        self._detector.reset()
        self._recent.clear()
        self._close_ear()

    def _close_ear(self) -> None:
        self._ear = None
        self._shown = ""

    def _take(self, frame: Samples) -> Iterator[Partial | Heard]:
        self._endpoint, event = step(self._endpoint, self._detector.probability(frame), self._settings)
        self._recent.append(frame)
        if self._ear is not None:
            self._ear.accept(frame)
        match event:
            case Started():
                self._begin(event)
            case Ended():
                heard = self._result(event)
                self._close_ear()
                if heard is not None:
                    yield heard
                self._ears.prepare(self._grammar)
            case None:
                yield from self._words_so_far()
        # At most the pre-roll is kept: what lies further back can never be part of an utterance.
        del self._recent[: -self._kept]

    def _begin(self, event: Started) -> None:
        first = round(event.audio_from / self._settings.frame)
        self._ear = self._ears.open(self._grammar)
        for frame in self._recent[-(self._endpoint.frames - first) :]:
            self._ear.accept(frame)

    def _words_so_far(self) -> Iterator[Partial]:
        if self._ear is None or self._endpoint.frames % PARTIAL_EVERY:
            return
        text = self._ear.partial()
        if text and text != self._shown:
            self._shown = text
            yield Partial(text)

    def _result(self, event: Ended) -> Heard | None:
        if self._ear is None:
            return None
        open_, closed = self._ear.finish()
        if _is_nothing(open_) and (closed is None or _is_nothing(closed)):
            return None
        origin = self._origin / HEARING_RATE
        return Heard(open_, closed, origin + event.start, origin + event.end, origin + event.decided)


def _is_nothing(hypothesis: Hypothesis) -> bool:
    return all(word == UNKNOWN or word in FILLERS for word in hypothesis.text.split())

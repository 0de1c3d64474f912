"""Our speech on a clock that counts audio: what a replay says, when, and how much of it is still to come."""

from dataclasses import dataclass

from voice_assistant.audio import Sound
from voice_assistant.core.actions import Say
from voice_assistant.core.sentences import sentences
from voice_assistant.core.voice import VoiceSettings
from voice_assistant.ports import SoundSink, Synthesiser

KEPT = 8
"""Rendered replies that are kept, about a megabyte each: a long recording must not fill the memory."""
PAUSE = 0.25
"""Seconds of silence between two replies of one turn."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One reply on the timeline."""

    say: Say
    sound: Sound
    start: float

    @property
    def end(self) -> float:
        """When it is said to the end."""
        return self.start + self.sound.seconds

    def unsaid(self, at: float) -> str:
        """Return the sentences that are not said to their end at this time, by their share of the letters."""
        if at >= self.end:
            return ""
        parts = sentences(self.say.text)
        total = sum(len(part) for part in parts) or 1
        passed = 0
        for number, part in enumerate(parts):
            passed += len(part)
            if at < self.start + self.sound.seconds * passed / total:
                return " ".join(parts[number:])
        return ""


class Timeline:
    """Lays replies one after another on the clock of a recording. Nothing is played."""

    def __init__(self, synthesiser: Synthesiser, sink: SoundSink | None = None) -> None:
        """Render with `synthesiser`; write what is said to `sink`, aligned with the recording, if there is one."""
        self._synthesiser = synthesiser
        self._sink = sink
        self._queue: list[Spoken] = []
        self._rendered: dict[tuple[str, VoiceSettings], Sound] = {}

    def say(self, say: Say, at: float, voice: VoiceSettings) -> None:
        """Say this from `at` on, or when what is being said is over."""
        start = max(at, self._queue[-1].end + PAUSE) if self._queue else at
        self._queue.append(Spoken(say, self._render(say.text, voice), start))

    def stop(self, at: float) -> None:
        """Fall silent at this time."""
        self._write(at)
        self._queue.clear()

    def ends(self) -> float | None:
        """Return when the speech laid so far is over; None if there is none."""
        return self._queue[-1].end if self._queue else None

    def unsaid(self, at: float) -> str:
        """Return the text still to come at this time; "" if we are silent then."""
        return " ".join(part for part in (spoken.unsaid(at) for spoken in self._queue) if part)

    def forget_before(self, at: float) -> None:
        """Write and drop what is over at this time: a long recording keeps nothing but the present."""
        over = [spoken for spoken in self._queue if spoken.end <= at]
        if over and self._sink:
            for spoken in over:
                self._sink.put(spoken.sound, spoken.start)
        self._queue = [spoken for spoken in self._queue if spoken.end > at]

    def finish(self) -> None:
        """Write what is still to be said, to its end."""
        self.forget_before(float("inf"))

    def _write(self, at: float) -> None:
        self.forget_before(at)
        for spoken in self._queue:
            if self._sink and spoken.start < at:
                kept = round((at - spoken.start) * spoken.sound.rate)
                self._sink.put(Sound(spoken.sound.samples[:kept], spoken.sound.rate), spoken.start)

    def _render(self, text: str, voice: VoiceSettings) -> Sound:
        key = (text, voice)
        if key not in self._rendered:
            while len(self._rendered) >= KEPT:
                del self._rendered[next(iter(self._rendered))]
            self._rendered[key] = self._synthesiser.render(text, voice)
        return self._rendered[key]

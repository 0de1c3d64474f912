"""The voice, live: a thread that renders sentence by sentence and plays each while the next is rendered."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from voice_assistant.audio import Sound
from voice_assistant.core.actions import Say
from voice_assistant.core.sentences import sentences
from voice_assistant.core.voice import VoiceSettings
from voice_assistant.errors import AssistantError
from voice_assistant.ports import Speaker, Synthesiser

AHEAD = 2
"""Sentences that are rendered ahead of the one being played."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    voice: VoiceSettings


class Mouth:
    """Says replies one after another. Every method may be called from any thread; none of them blocks but `wait`."""

    def __init__(self, synthesiser: Synthesiser, speaker: Speaker) -> None:
        """Speak with these parts, which are closed with the mouth."""
        self._synthesiser = synthesiser
        self._speaker = speaker
        self._change = threading.Condition()
        self._to_render: list[_Sentence] = []
        self._unsaid: list[_Sentence] = []
        """What is not said to its end: what is being played, what is rendered, what is to be rendered."""
        self._rendered: deque[tuple[int, Sound]] = deque()
        self._round = 0
        """Counts stops: a sentence rendered for an earlier round is never played."""
        self._closed = False
        self.failure: str = ""
        """Why nothing can be said any more; "" while all is well."""
        self._threads = [
            threading.Thread(target=self._top, args=(work,), name=f"voice-{work.__name__}", daemon=True)
            for work in (self._render, self._play)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def speaking(self) -> bool:
        """Whether anything is being said or still to be said."""
        with self._change:
            return bool(self._unsaid)

    def say(self, say: Say, voice: VoiceSettings) -> None:
        """Say this after whatever is being said."""
        parts = [_Sentence(text, voice) for text in sentences(say.text)]
        with self._change:
            if not self.failure:
                self._to_render += parts
                self._unsaid += parts
                self._change.notify_all()

    def play(self, sound: Sound) -> None:
        """Play a recording to its end, after whatever is being said. Blocks."""
        self.wait()
        if not self.failure:
            self._speaker.play(sound)

    def stop(self) -> None:
        """Fall silent within one audio block and drop what was still to be said."""
        with self._change:
            self._round += 1
            self._to_render.clear()
            self._rendered.clear()
            self._unsaid.clear()
            self._change.notify_all()
        self._speaker.stop()

    def unsaid(self) -> str:
        """Return the sentences not said to their end."""
        with self._change:
            return " ".join(sentence.text for sentence in self._unsaid)

    def wait(self) -> None:
        """Return when everything is said."""
        with self._change:
            self._change.wait_for(lambda: not self._unsaid or bool(self.failure) or self._closed)

    def close(self) -> None:
        """Fall silent and let go of the speaker."""
        with self._change:
            self._closed = True
            self._change.notify_all()
        self.stop()
        self._speaker.close()

    def _top(self, work: Callable[[], None]) -> None:
        """Turn a part that breaks into a sentence for the person; the conversation goes on in text."""
        try:
            work()
        except AssistantError as error:
            self._fail(error.message)
        except Exception:  # the top of a thread: nobody above could tell the person
            self._fail("The voice has stopped working.")

    def _fail(self, message: str) -> None:
        with self._change:
            self.failure = "" if self._closed else message
            self._to_render.clear()
            self._unsaid.clear()
            self._change.notify_all()

    def _over(self) -> bool:
        return self._closed or bool(self.failure)

    def _render(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._over() or (self._to_render and len(self._rendered) < AHEAD))
                if self._over():
                    return
                sentence, round_ = self._to_render.pop(0), self._round
            sound = self._synthesiser.render(sentence.text, sentence.voice)
            with self._change:
                self._rendered.append((round_, sound))
                self._change.notify_all()

    def _play(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._over() or self._rendered)
                if self._over():
                    return
                round_, sound = self._rendered.popleft()
                self._change.notify_all()
            # A stop between this line and the first sample counts too: the speaker asks once more.
            if self._speaker.play(sound, wanted=partial(self._still, round_)):
                with self._change:
                    if round_ == self._round and self._unsaid:
                        self._unsaid.pop(0)
                    self._change.notify_all()

    def _still(self, round_: int) -> bool:
        return round_ == self._round and not self._closed

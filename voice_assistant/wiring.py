"""The one place that knows concrete classes: settings in, parts out. Heavy imports happen only when used."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from voice_assistant.audio import HEARING_RATE, VOICE_RATE, Sound
from voice_assistant.content.load import Loaded, load_pack
from voice_assistant.core.phrases import Phrasebook
from voice_assistant.core.state import Idle, Mode, State
from voice_assistant.errors import ModelError
from voice_assistant.hearing import Listener
from voice_assistant.models import ENCODER_MODEL, SPEECH_MODEL
from voice_assistant.models.locate import find_model, models_root
from voice_assistant.mouth import Mouth
from voice_assistant.ports import (
    ClosableSink,
    Ears,
    Encoder,
    Matcher,
    Microphone,
    Recording,
    SoundSink,
    Speaker,
    SpeechDetector,
    Synthesiser,
)
from voice_assistant.replay import Conversation
from voice_assistant.session import Session
from voice_assistant.settings import Settings
from voice_assistant.timeline import Timeline

Progress = Callable[[int, int], None]
"""Told the phrases of a pack that are done, and all that there are."""


def silent(done: int, total: int) -> None:
    """Show no progress."""


def fresh_matcher(phrasebook: Phrasebook, encoder: Encoder | None) -> Matcher:
    """Return the matcher of any phrasebook, compiled now and not kept: for measuring."""
    from voice_assistant.matching import fresh_matcher as fresh

    return fresh(phrasebook, encoder)


class Parts:
    """The parts of one run, each made when it is first needed and shared by all conversations."""

    def __init__(self, settings: Settings, compiling: Progress = silent) -> None:
        """Remember the settings; nothing is opened yet. `compiling` is told how far compiling a pack has come."""
        self._settings = settings
        self._compiling = compiling
        self._loaded: Loaded | None = None
        self._matcher: Matcher | None = None
        self._ears: Ears | None = None
        self._encoder: Encoder | None = None
        self._synthesiser: Synthesiser | None = None

    @property
    def pack(self) -> Path:
        """The folder of the content pack."""
        return self._settings.pack

    @property
    def model(self) -> Path | None:
        """The folder of the speech model, if one was chosen."""
        return self._settings.model

    def loaded(self) -> Loaded:
        """Return the content pack. Raises ContentError."""
        if self._loaded is None:
            self._loaded = load_pack(self._settings.pack)
        return self._loaded

    def matcher(self) -> Matcher:
        """Return the matcher of the pack, compiled now if it was not compiled before."""
        if self._matcher is None:
            from voice_assistant.matching import compiled_matcher

            folder = models_root() / "compiled"
            self._matcher = compiled_matcher(self.loaded().phrasebook, self.encoder(), folder, self._compiling)
        return self._matcher

    def encoder(self) -> Encoder | None:
        """Return the sentence encoder, or None where it was not fetched: all goes on without it, less well."""
        if self._encoder is None:
            try:
                self._encoder = self.needed_encoder()
            except ModelError:
                return None
        return self._encoder

    def needed_encoder(self) -> Encoder:
        """Return the sentence encoder. Raises ModelError."""
        from voice_assistant.adapters.onnx_encoder import OnnxEncoder

        folder = find_model(ENCODER_MODEL)
        return OnnxEncoder(folder, folder.name)

    def session(self, start: Mode | None = None) -> Session:
        """Return a new conversation."""
        loaded = self.loaded()
        opening = State(mode=start or Idle(), voice=self._settings.voice)
        return Session(loaded.pack, loaded.phrasebook, self.matcher(), opening)

    def ears(self) -> Ears:
        """Return the recogniser. Raises ModelError."""
        if self._ears is None:
            from voice_assistant.adapters.vosk_ears import VoskEars

            self._ears = VoskEars(find_model(SPEECH_MODEL, self._settings.model))
        return self._ears

    def detector(self) -> SpeechDetector:
        """Return a new speech detector."""
        from voice_assistant.adapters.silero_detector import SileroDetector

        return SileroDetector()

    def listener(self) -> Listener:
        """Return a listener for one stream of audio."""
        return Listener(self.detector(), self.ears())

    def synthesiser(self) -> Synthesiser:
        """Return the voice. Raises VoiceError when it cannot render."""
        if self._synthesiser is None:
            from voice_assistant.adapters.pyttsx3_synthesiser import Pyttsx3Synthesiser

            self._synthesiser = Pyttsx3Synthesiser()
        return self._synthesiser

    def timeline(self, sink: SoundSink | None = None) -> Timeline:
        """Return our speech in virtual time, written to `sink` if there is one."""
        return Timeline(self.synthesiser(), sink)

    def estimated_timeline(self) -> Timeline:
        """Return our speech in virtual time with lengths reckoned from the words: nothing is rendered."""
        from voice_assistant.adapters.scripted import ScriptedSynthesiser

        return Timeline(ScriptedSynthesiser())

    def conversation(self, start: Mode | None = None, timeline: Timeline | None = None) -> Conversation:
        """Return a conversation in virtual time."""
        return Conversation(self.session(start), self.listener, timeline or self.timeline())

    def recording(self, path: Path) -> Recording:
        """Return a recording. Raises AudioFileError."""
        from voice_assistant.adapters.audio_file import FileSource

        return FileSource(path)

    def sound(self, path: Path) -> Sound:
        """Return a short recording whole. Raises AudioFileError."""
        return Sound(np.concatenate(list(self.recording(path).blocks())), HEARING_RATE)

    def sink(self, path: Path) -> ClosableSink:
        """Return what writes sounds to a WAV file, silence between them. Raises AudioFileError."""
        from voice_assistant.adapters.wav_sink import WavSink

        return WavSink(path)

    def speaker(self) -> Speaker:
        """Return the default speaker. Raises DeviceError."""
        from voice_assistant.adapters.sounddevice_speaker import SoundDeviceSpeaker

        return SoundDeviceSpeaker()

    def microphone(self) -> Microphone:
        """Return the default microphone. Raises DeviceError."""
        from voice_assistant.adapters.sounddevice_microphone import SoundDeviceMicrophone

        return SoundDeviceMicrophone()

    def mouth(self) -> Mouth:
        """Return the voice on the default speaker. Raises DeviceError."""
        speaker = self.speaker()
        speaker.open(VOICE_RATE)
        return Mouth(self.synthesiser(), speaker)

    def close(self) -> None:
        """Let go of whatever was opened."""
        if self._synthesiser is not None:
            self._synthesiser.close()
        self._synthesiser = None
        # Vosk's own clean-up fails once the interpreter is on its way out: let go before.
        self._ears = None

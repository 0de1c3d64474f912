"""Ears on Vosk: open decoding, and beside it a grammar where a closed question is open.

Only `Model(model_path=…)` is used: the library's other ways of finding a model download one.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from voice_assistant.adapters.give_back import give_back_memory
from voice_assistant.audio import HEARING_RATE, Samples
from voice_assistant.core.ears import UNKNOWN
from voice_assistant.core.heard import Hypothesis
from voice_assistant.errors import ModelError


class VoskEars:
    """Makes one fresh recogniser an utterance: one that is reused never stops growing."""

    def __init__(self, model: Path) -> None:
        """Load the model folder. Raises ModelError if it is not a model that Vosk can read."""
        # Vosk ends the process on some half-unpacked models instead of raising: look before it does.
        missing = [part for part in ("am/final.mdl", "conf/mfcc.conf", "graph") if not (model / part).exists()]
        if missing:
            raise ModelError(
                f"There is no complete speech model in {model}: {missing[0]} is missing.",
                "Fetch it with: voice-assistant models fetch",
            )
        # Imported here: it loads a C library and an HTTP client that typed conversations do not need.
        import vosk

        vosk.SetLogLevel(-1)
        self._vosk: Any = vosk
        try:
            self._model = vosk.Model(model_path=str(model))
        except Exception as error:  # Vosk raises nothing more specific
            raise ModelError(
                f"Vosk cannot read the speech model in {model}.", "Fetch it again with: voice-assistant models fetch"
            ) from error
        self._next: Any = None

    def knows(self, word: str) -> bool:
        """Return whether the model's dictionary has the word: others can never be recognised."""
        return bool(self._model.vosk_model_find_word(word) >= 0)

    def prepare(self, grammar: Sequence[str]) -> None:
        """Make the next open recogniser ahead of time (about 50 ms; a grammar's takes under 1 ms)."""
        if self._next is None:
            give_back_memory()
            self._next = self._recogniser()

    def open(self, grammar: Sequence[str]) -> "VoskEar":
        """Return a fresh ear. Phrases with a word that the model does not know are left out of the grammar."""
        self.prepare(grammar)
        ready, self._next = self._next, None
        phrases = self._sayable(grammar)
        return VoskEar(ready, self._recogniser(phrases) if phrases else None)

    def _sayable(self, grammar: Sequence[str]) -> tuple[str, ...]:
        # Vosk would drop unknown words by itself, but leave the rest of their phrase and write to standard error.
        return tuple(phrase for phrase in grammar if all(self.knows(word) for word in phrase.split()))

    def _recogniser(self, phrases: Sequence[str] = ()) -> Any:
        # Without the unknown word, every sound would become one of the grammar's.
        extra = (json.dumps([*phrases, UNKNOWN]),) if phrases else ()
        recogniser = self._vosk.KaldiRecognizer(self._model, HEARING_RATE, *extra)
        recogniser.SetWords(True)
        return recogniser


class VoskEar:
    """Recognises one utterance with one or two recognisers on the same audio."""

    def __init__(self, open_decoder: Any, closed_decoder: Any | None) -> None:
        self._open = _Decoding(open_decoder)
        self._closed = _Decoding(closed_decoder) if closed_decoder is not None else None

    def accept(self, samples: Samples) -> None:
        """Take the next int16 samples at 16 kHz, any number of them."""
        data = samples.tobytes()
        self._open.accept(data)
        if self._closed:
            self._closed.accept(data)

    def partial(self) -> str:
        """Return the words of open decoding so far, "" for none."""
        return self._open.partial()

    def finish(self) -> tuple[Hypothesis, Hypothesis | None]:
        """Return what open decoding heard and, if there is a grammar, what the grammar heard."""
        return self._open.finish(), self._closed.finish() if self._closed else None


class _Decoding:
    """One recogniser at work. Vosk may see ends of its own on the way: the pieces are joined."""

    def __init__(self, recogniser: Any) -> None:
        self._recogniser = recogniser
        self._words: list[tuple[str, float]] = []

    def accept(self, data: bytes) -> None:
        # A result that is not fetched here would be thrown away by the next call.
        if self._recogniser.AcceptWaveform(data):
            self._keep(self._recogniser.Result())

    def partial(self) -> str:
        # Just after an end of its own, Vosk answers with an empty "text" and no "partial".
        now = json.loads(self._recogniser.PartialResult()).get("partial", "")
        return " ".join([word for word, _ in self._words] + now.split())

    def finish(self) -> Hypothesis:
        self._keep(self._recogniser.FinalResult())
        if not self._words:
            return Hypothesis("", 0.0)
        mean = sum(confidence for _, confidence in self._words) / len(self._words)
        return Hypothesis(" ".join(word for word, _ in self._words), min(1.0, mean))

    def _keep(self, result: str) -> None:
        self._words += [(word["word"], float(word["conf"])) for word in json.loads(result).get("result", [])]

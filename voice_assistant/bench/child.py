"""One measurement in a process of its own, so that what was loaded before does not count."""

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from voice_assistant.audio import HEARING_RATE, Samples
from voice_assistant.bench.memory import resident_megabytes
from voice_assistant.bench.recordings import read_manifest
from voice_assistant.settings import Settings, default_data_dir
from voice_assistant.wiring import Parts

MINUTES = 15
SPEECH = "sentences"


class Sentences:
    """Fifteen minutes of people reading sentences, one recording after another. Satisfies `ports.AudioSource`."""

    def __init__(self, parts: Parts, audio: Path | None) -> None:
        """Take the recordings of speech from the manifest, as often as it takes."""
        self._parts = parts
        self._paths = [row.path for row in read_manifest(audio) if row.group.startswith(SPEECH)]
        self.seconds = 0.0
        """How much has been yielded."""

    def blocks(self) -> Iterator[Samples]:
        """Yield int16 mono blocks at 16 kHz."""
        while self.seconds < MINUTES * 60:
            for path in self._paths:
                for block in self._parts.recording(path).blocks():
                    self.seconds += len(block) / HEARING_RATE
                    yield block
                if self.seconds >= MINUTES * 60:
                    return


def main() -> None:
    """Do the task that the first argument asks for and print what was measured as one JSON object."""
    request: dict[str, Any] = json.loads(sys.argv[1])
    model = Path(request["model"]) if request["model"] else None
    parts = Parts(Settings(pack=Path(request["pack"]), model=model, data_dir=default_data_dir()))
    audio = Path(request["audio"]) if request["audio"] else None
    if hasattr(os, "sched_setaffinity") and request["task"] != "start":
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    tasks = {"start": _start, "listen": _listen, "replay": _replay, "content": _content, "match": _match}
    try:
        print(json.dumps(tasks[request["task"]](parts, audio, request["began"])))
    finally:
        parts.close()


def _start(parts: Parts, audio: Path | None, began: float) -> dict[str, float]:
    """Everything `talk` needs before it listens, devices aside."""
    parts.session()
    parts.synthesiser()
    parts.listener()
    return {"seconds": time.monotonic() - began}


def _content(parts: Parts, audio: Path | None, began: float) -> dict[str, float]:
    """What is there before there is a matcher."""
    parts.loaded()
    return {"megabytes": resident_megabytes()}


def _match(parts: Parts, audio: Path | None, began: float) -> dict[str, float]:
    """The encoder, the compiled pack, and what a few hundred sentences leave behind."""
    for phrase in parts.loaded().phrasebook.phrases[::100]:
        parts.session().read(f"{phrase.text} today")
    return {"megabytes": resident_megabytes()}


def _listen(parts: Parts, audio: Path | None, began: float) -> dict[str, float]:
    source = Sentences(parts, audio)
    listener = parts.listener()
    for block in source.blocks():
        for _ in listener.hear(block):
            pass
    return {"megabytes": resident_megabytes(), "audio_seconds": source.seconds}


def _replay(parts: Parts, audio: Path | None, began: float) -> dict[str, float]:
    source = Sentences(parts, audio)
    conversation = parts.conversation()
    start = time.monotonic()
    for _ in conversation.hear(source):
        pass
    wall = time.monotonic() - start
    return {"megabytes": resident_megabytes(), "audio_seconds": source.seconds, "wall_seconds": wall}


if __name__ == "__main__":
    main()

"""A process that renders one text with pyttsx3 and ends; started by `pyttsx3_synthesiser`, never by a person.

One JSON line in, `{"text", "rate", "volume", "voice", "path"}`, one JSON line out, `{"ok": true}` or
`{"ok": false, "stage": "start" or "render", "message"}`. The samples go to the file at `path`.

It imports nothing of ours, so that it can be started by its path and is ready in tens of milliseconds.
"""

import json
import os
import queue
import signal
import sys
import threading
from typing import Any

ENGLISH = "en"
PREFERRED = {"espeak": "en-us+m5"}
"""Driver to the voice taken when none is asked for. Of 36 English ones of espeak-ng the best understood: word errors
of the speech model on 92 sentences 33 %, plain en-us 37 %. Where there is no variant m5, it is plain en-us."""


def main() -> None:
    """Serve one request on the pipes, then end the process without tidying up the engine."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then closes our input
    answers = _take_standard_output()
    requests: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_read_requests, args=(requests,), daemon=True).start()
    try:
        engine = _start_engine()
    except Exception as error:  # whatever the engine's library raises, the parent says it in a sentence
        _answer(answers, {"ok": False, "stage": "start", "message": _text_of(error)})
        return
    request = json.loads(requests.get())
    try:
        _render(engine, request)
    except Exception as error:  # as above
        _answer(answers, {"ok": False, "stage": "render", "message": _text_of(error)})
    else:
        _answer(answers, {"ok": True})


def _take_standard_output() -> int:
    """Keep the pipe to the parent for answers alone: pyttsx3 prints "Audio saved to …" on standard output."""
    answers = os.dup(1)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.close(silence)
    return answers


def _read_requests(requests: "queue.Queue[str]") -> None:
    """Pass lines on; when the parent is gone its end of the pipe closes, and so do we, even with a stuck engine."""
    for line in sys.stdin:
        requests.put(line)
    os._exit(0)


def _answer(answers: int, answer: dict[str, Any]) -> None:
    """Write the one line and end. `os._exit`, because espeak asserts when it is unloaded in an orderly way."""
    os.write(answers, (json.dumps(answer) + "\n").encode())
    os._exit(0)


def _text_of(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _start_engine() -> Any:
    import pyttsx3

    return pyttsx3.init()


def _render(engine: Any, request: dict[str, Any]) -> None:
    """Render to the file. The driver swallows its errors and tells listeners, so we are one."""
    finished = threading.Event()
    problems: list[str] = []

    def failed(name: object = None, exception: Exception | None = None) -> None:
        problems.append(_text_of(exception or RuntimeError("the engine failed")))
        finished.set()

    def done(name: object = None, completed: bool = True) -> None:
        if not completed:
            problems.append("the engine stopped half-way")
        finished.set()

    engine.connect("error", failed)
    engine.connect("finished-utterance", done)
    voice = request["voice"] or _default_voice(engine)
    if voice is not None:
        engine.setProperty("voice", voice)
    engine.setProperty("rate", request["rate"])
    engine.setProperty("volume", request["volume"])
    engine.save_to_file(request["text"], request["path"])
    engine.runAndWait()
    if engine.driver_name == "espeak":
        # Here runAndWait returns while espeak's own thread is still at work: measured, 36 ms against 47 ms.
        finished.wait()
    if problems:
        raise RuntimeError(problems[0])


def _default_voice(engine: Any) -> str | None:
    """Return an English voice; None to leave the system's own where it already is English, or none is known."""
    if engine.driver_name in PREFERRED:
        return PREFERRED[engine.driver_name]
    voices = list(engine.getProperty("voices"))
    english = [voice.id for voice in voices if any(_is_english(language) for language in voice.languages)]
    present = engine.getProperty("voice")
    return None if present in english or not english else str(english[0])


def _is_english(language: object) -> bool:
    name = language.decode("utf-8", "ignore") if isinstance(language, bytes) else str(language)
    return name.lower().replace("_", "-").split("-")[0] == ENGLISH


if __name__ == "__main__":
    main()

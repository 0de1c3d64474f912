"""What `talk`, `type` and `check-up` share: opening the parts that there are, and closing all of them."""

import queue
import sys
from collections.abc import Callable
from contextlib import ExitStack

from rich.console import Console

from voice_assistant.commands.output import emit, notice
from voice_assistant.errors import DeviceError, VoiceError
from voice_assistant.live import EarThread, Inbox, LiveConversation
from voice_assistant.mouth import Mouth
from voice_assistant.ports import Microphone
from voice_assistant.saved import forget_all
from voice_assistant.settings import Settings
from voice_assistant.turns import turn_object
from voice_assistant.ui.keys import Keyboard
from voice_assistant.ui.screen import FullScreen, JsonScreen, PlainScreen, Screen
from voice_assistant.wiring import Parts


def converse(  # noqa: PLR0913 - one flag of the command line each
    parts: Parts,
    settings: Settings,
    *,
    hear: bool = True,
    speak: bool = True,
    headphones: bool = False,
    push_to_talk: bool = False,
    check_up: bool = False,
) -> int:
    """Hold a live conversation with the parts that there are. Returns 0; Ctrl-C raises KeyboardInterrupt."""
    inbox: Inbox = queue.Queue()
    session = parts.session()
    screen = _screen(settings)
    with ExitStack() as stack:
        mouth = _mouth(parts, screen) if speak and not settings.quiet else None
        if mouth is not None:
            stack.callback(mouth.close)
        live = LiveConversation(
            session, screen, inbox, mouth=mouth, forget=lambda: forget_all(settings.data_dir), push_to_talk=push_to_talk
        )
        ear = _ear(parts, screen, inbox, live.muted if headphones else live.deaf) if hear else None
        if ear is not None:
            stack.callback(ear.close)
        keyboard = Keyboard(inbox.put)
        keyboard.start()
        stack.callback(keyboard.close)
        screen.start()
        if not check_up:
            screen.notice(parts.loaded().pack.prompt("greeting"))
        stack.callback(screen.stop)
        if settings.verbosity > 0:
            notice("listening" if ear is not None else "no microphone: type your question")
        live.run(ear, session.open_check_up if check_up else None)
    return 0


def _screen(settings: Settings) -> Screen:
    if settings.json:
        return JsonScreen(emit, notice, turn_object)
    if settings.plain or not sys.stdout.isatty():
        return PlainScreen(lambda line: print(line, flush=True), lambda line: notice(line, settings.verbosity))
    return FullScreen(Console())


def _mouth(parts: Parts, screen: Screen) -> Mouth | None:
    try:
        return parts.mouth()
    except (DeviceError, VoiceError) as error:
        screen.notice(f"{error.message} Answers are shown as text. {error.hint}".strip())
        return None


def _ear(parts: Parts, screen: Screen, inbox: Inbox, deaf: Callable[[], bool]) -> EarThread | None:
    microphone: Microphone = parts.microphone()
    try:
        microphone.open()
    except DeviceError as error:
        screen.notice(f"{error.message} {error.hint}".strip())
        return None
    return EarThread(microphone, parts.listener(), inbox, deaf)

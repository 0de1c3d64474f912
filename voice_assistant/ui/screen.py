"""What a live conversation looks like: full screen on a terminal, plain lines elsewhere, JSON on request."""

from collections.abc import Callable
from typing import Any, Protocol

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.text import Text

from voice_assistant.session import Exchange

KEPT = 12
"""Replies and sentences that stay on the screen."""
METER = 20
"""Width of the level meter in characters."""


class Screen(Protocol):
    """Shows a live conversation."""

    def start(self) -> None:
        """Take the screen."""
        ...

    def exchange(self, exchange: Exchange) -> None:
        """Show what was heard and what is replied."""
        ...

    def partial(self, text: str) -> None:
        """Show the words so far."""
        ...

    def status(self, text: str, level: float) -> None:
        """Show what the assistant is doing, and how loud it is here (0 to 1)."""
        ...

    def typing(self, text: str) -> None:
        """Show the line being typed."""
        ...

    def notice(self, text: str) -> None:
        """Show one sentence about the program itself."""
        ...

    def blank(self) -> None:
        """Take everything off the screen."""
        ...

    def stop(self) -> None:
        """Leave nothing behind."""
        ...


class FullScreen:
    """Redraws on the terminal's alternate screen, which leaves nothing in the scrollback."""

    def __init__(self, console: Console) -> None:
        """Draw on this console."""
        self._lines: list[Text] = []
        self._partial = ""
        self._typed = ""
        self._status = ""
        self._level = 0.0
        self._console = console
        self._live = Live(console=console, screen=True, auto_refresh=False, get_renderable=self._draw)

    def start(self) -> None:
        """Take the screen."""
        self._live.start()
        self._refresh()

    def exchange(self, exchange: Exchange) -> None:
        """Show what was heard and what is replied."""
        self._partial = ""
        if exchange.utterance and exchange.utterance.text:
            self._add(Text(f"You  {exchange.utterance.text}", style="cyan"))
        for say in exchange.turn.said:
            if say.on_screen:
                self._add(Text(say.on_screen))
        self._refresh()

    def partial(self, text: str) -> None:
        """Show the words so far."""
        self._partial = text
        self._refresh()

    def status(self, text: str, level: float) -> None:
        """Show what the assistant is doing, and how loud it is here."""
        if (text, round(level * METER)) != (self._status, round(self._level * METER)):
            self._status, self._level = text, level
            self._refresh()

    def typing(self, text: str) -> None:
        """Show the line being typed."""
        self._typed = text
        self._refresh()

    def notice(self, text: str) -> None:
        """Show one sentence about the program itself."""
        self._add(Text(text, style="yellow"))
        self._refresh()

    def blank(self) -> None:
        """Take everything off the screen."""
        self._lines.clear()
        self._partial = self._typed = ""
        self._refresh()

    def stop(self) -> None:
        """Leave nothing behind."""
        self._lines.clear()
        self._partial = self._typed = ""
        self._live.stop()

    def _add(self, line: Text) -> None:
        self._lines = [*self._lines, line][-KEPT:]

    def _refresh(self) -> None:
        if self._live.is_started:
            self._live.refresh()

    def _draw(self) -> RenderableType:
        width = max(20, self._console.width - 4)
        height = max(4, self._console.height - 6)
        shown: list[Text] = []
        used = 0
        for line in reversed(self._lines):
            used += len(line.wrap(self._console, width)) + 1
            if used > height and shown:
                break
            shown = [line, Text(""), *shown]
        heard = Text(self._partial or " ", style="dim italic")
        meter = "▮" * round(self._level * METER)
        foot = Text(f"{meter:<{METER}}  {self._status}   Ctrl-Q quiet   Ctrl-X leave", style="dim")
        typed = Text(f"> {self._typed}", style="bold")
        return Group(Panel(Group(*shown, heard), height=height + 2, border_style="dim"), typed, foot)


class PlainScreen:
    """One line an event, nothing redrawn: for screen readers and for output that is no terminal."""

    def __init__(self, show: Callable[[str], None], notify: Callable[[str], None]) -> None:
        """Print answers with `show` and notices with `notify`."""
        self._show = show
        self._notify = notify

    def start(self) -> None:
        """Nothing to prepare."""

    def exchange(self, exchange: Exchange) -> None:
        """Show what was heard and what is replied."""
        if exchange.utterance and exchange.utterance.confidence is not None:
            self._show(f"You: {exchange.utterance.text}")
        for say in exchange.turn.said:
            if say.on_screen:
                self._show(f"Assistant: {say.on_screen}")

    def partial(self, text: str) -> None:
        """Half sentences would be read out by a screen reader: left out."""

    def status(self, text: str, level: float) -> None:
        """The same."""

    def typing(self, text: str) -> None:
        """The same."""

    def notice(self, text: str) -> None:
        """Show one sentence about the program itself."""
        self._notify(text)

    def blank(self) -> None:
        """What is printed cannot be taken back."""

    def stop(self) -> None:
        """Nothing to leave."""


class JsonScreen(PlainScreen):
    """One JSON object a turn on standard output."""

    def __init__(self, emit: Callable[[Any], None], notify: Callable[[str], None], turn: Callable[..., Any]) -> None:
        """Print objects made by `turn` with `emit`, and notices with `notify`."""
        super().__init__(lambda _: None, notify)
        self._emit = emit
        self._turn = turn
        self._count = 0

    def exchange(self, exchange: Exchange) -> None:
        """Show what was heard and what is replied."""
        self._count += 1
        self._emit(self._turn(exchange, self._count))

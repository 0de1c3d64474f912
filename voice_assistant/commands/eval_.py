"""`eval FILE.jsonl`: how well sentences are understood."""

import argparse
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from voice_assistant.commands.output import compiling, emit
from voice_assistant.core.meanings import Reading, id_of
from voice_assistant.errors import UsageError
from voice_assistant.evaluate import Line, Outcome, judge
from voice_assistant.evaluate_report import BINS, GROUPS, Bin, Miss, Tally
from voice_assistant.settings import from_args
from voice_assistant.wiring import Parts

PAIRS = 15
"""Confusions that are shown: what comes after has happened once or twice."""
MISSES = 10
"""Misses that are shown: what fits a screen."""


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `eval` to `parser`."""
    parser.add_argument("file", type=Path, metavar="FILE.jsonl", help="lines with text or audio, state and accept")
    parser.add_argument(
        "--plot", type=Path, metavar="FILE.png", help="draw how often readings of each score are right, as PNG"
    )


def run(args: argparse.Namespace) -> int:
    """Judge every line and print what came of it."""
    settings = from_args(args)
    if args.plot:
        _check_plot(args.plot, args.file)
    parts = Parts(settings, compiling(args))
    tally = Tally()
    try:
        for line in _lines(args.file):
            judged = judge(line, parts)
            tally.add(line, judged)
            if settings.json:
                emit(judged.as_object(line))
    finally:
        parts.close()
    if settings.json:
        emit(tally.summary())
    else:
        print("\n".join(_report(tally)))
    if args.plot:
        _plot(tally.bins(), args.plot)
    return 0


def _lines(path: Path) -> Iterator[Line]:
    try:
        rows = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read as JSON lines.") from error
    for number, row in enumerate(rows, start=1):
        if row.strip():
            yield _line(row, number, path)


def _line(row: str, number: int, path: Path) -> Line:
    try:
        found: dict[str, Any] = json.loads(row)
        audio, text = found.get("audio") or found.get("path"), found.get("text")
        state, accept = found.get("state", "idle"), found.get("accept", [])
        is_right = (audio is not None or isinstance(text, str)) and state in {"idle", "question"}
        if not is_right or not isinstance(accept, list):
            raise ValueError(row)
        return Line(
            id=str(found.get("id", number)),
            text=text or "",
            audio=path.parent / audio if audio is not None else None,
            state=state,
            accept=tuple(map(str, accept)),
            garbled=found.get("asr") is True,
        )
    except (ValueError, TypeError, AttributeError) as error:
        hint = "A line has `text` or `audio`, perhaps `state` (idle or question), and `accept`, a list of ids."
        raise UsageError(f"{path.name}:{number}: not a line that can be judged.", hint) from error


def _report(tally: Tally) -> Iterator[str]:
    """Yield the lines of the report: the rates, the groups, the confusions, the worst misses."""
    for name, value in tally.summary().items():
        if name != "type":
            yield f"{name}: {value}"
    if groups := list(_groups(tally)):
        yield "\nWhat came of the lines of each group:"
        yield from _table([["", "lines", *Outcome], *groups])
    if confusions := tally.confusions(PAIRS):
        yield f"\nWhat was meant, and what it was taken for (the most frequent {PAIRS} at most):"
        yield from _table([["meant", "taken for", "lines"], *([a, b, str(count)] for a, b, count in confusions)], 2)
    if misses := tally.worst(MISSES):
        yield f"\nThe worst misses, those that were surest of the wrong first ({MISSES} at most):"
        yield from map(_told, misses)


def _groups(tally: Tally) -> Iterator[list[str]]:
    for group in GROUPS:
        for name, garbled in ((group, None), ("  clean", False), ("  garbled", True)):
            counts = tally.outcomes(group, garbled)
            if lines := counts.total():
                yield [name, str(lines), *(f"{100 * counts[each] / lines:.0f} %" for each in Outcome)]


def _table(rows: Sequence[Sequence[str]], words: int = 1) -> Iterator[str]:
    """Yield rows with their columns aligned: the first `words` columns to the left, the figures after them right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.ljust(width) if place < words else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells)


def _told(miss: Miss) -> str:
    """Return a miss as one line, with the evidence for what was understood and for what was meant."""
    heard = f'heard "{miss.heard}"' if miss.heard else "heard nothing"
    if miss.understood == "ask":
        taken = f"asked between {' and '.join(miss.offered)}"
    else:
        taken = f"taken for {miss.understood}"
    if miss.against is None:
        meant = f"{miss.meant} (not among the readings)"
    else:
        meant = f"{id_of(miss.against.meaning)} ({miss.against.score:.2f})"
    return f"{heard}: {taken}{_evidence(miss.taken_for)} against {meant}"


def _evidence(reading: Reading | None) -> str:
    if reading is None:
        return ""
    nearest = f'nearest phrase "{reading.phrase}", ' if reading.phrase else ""
    return f" ({nearest}{reading.score:.2f})"


def _check_plot(path: Path, lines: Path) -> None:
    """Refuse a plot that could not be written, before every line is judged for it."""
    try:
        is_possible = path.parent.is_dir() and not path.is_dir()
        is_input = path.exists() and lines.exists() and path.samefile(lines)
    except OSError as error:  # a name that is too long, a folder that may not be looked into
        raise _not_written(path) from error
    if not is_possible:
        raise _not_written(path)
    if is_input:
        raise UsageError("--plot would overwrite the lines that are judged.", "Name another file.")


def _not_written(path: Path) -> UsageError:
    return UsageError(f"{path} cannot be written.", "Name a file in a folder that is there and that you may write to.")


def _plot(bins: Sequence[Bin], path: Path) -> None:
    """Draw how often readings of each score are right, and below how many there are."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 7), layout="constrained")
    FigureCanvasAgg(figure)  # the figure's canvas from now on: it needs no screen
    shares, counts = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    filled = [each for each in bins if each.lines]
    shares.plot((0, 1), (0, 1), linestyle="dashed", color="grey", label="scores that are probabilities")
    shares.plot(
        [each.score for each in filled],
        [each.right for each in filled],
        marker="o",
        clip_on=False,
        label="the first reading",
    )
    shares.set(xlim=(0, 1), ylim=(0, 1), ylabel="share that was right")
    shares.legend(loc="upper left")
    bars = counts.bar([(place + 0.5) / BINS for place in range(BINS)], [each.lines for each in bins], width=0.9 / BINS)
    counts.bar_label(bars)
    counts.margins(y=0.2)
    counts.set(xlabel="score of the first reading", ylabel="lines")
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png")
    try:
        path.write_bytes(drawn.getvalue())
    except OSError as error:
        raise _not_written(path) from error

"""One line a part: what was found out, and the exact fix for what is missing."""

from dataclasses import asdict, dataclass

from voice_assistant.commands.output import emit


@dataclass(frozen=True, slots=True)
class Check:
    """What was found out about one part. `fix` is what to do, None if nothing is wrong."""

    name: str
    ok: bool
    message: str
    fix: str | None = None


def report(check: Check, as_json: bool) -> None:
    """Print one check on standard output."""
    if as_json:
        emit({"type": "check"} | asdict(check))
        return
    print(f"{'ok  ' if check.ok else 'FAIL'} {check.name}: {check.message}")
    if check.fix:
        print(f"     {check.fix}")

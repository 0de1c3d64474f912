"""How much memory this process holds."""

from pathlib import Path


def resident_megabytes() -> float:
    """Return the resident memory in megabytes; 0 where the system does not tell it this way."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return 0.0
    for line in status.read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1_000_000
    return 0.0

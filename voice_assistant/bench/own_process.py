"""Running one measurement in a process of its own."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from voice_assistant.wiring import Parts


def measured(task: str, parts: Parts, audio: Path | None) -> dict[str, Any]:
    """Run one task of `bench.child` in a process of its own and return what it measured."""
    request: dict[str, Any] = {"task": task, "pack": str(parts.pack), "began": time.monotonic()}
    request |= {"audio": str(audio) if audio else None, "model": str(parts.model) if parts.model else None}
    command = [sys.executable, "-m", "voice_assistant.bench.child", json.dumps(request)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found

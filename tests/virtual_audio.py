"""A microphone and a speaker without hardware: pulseaudio with null sinks, as real as PortAudio can tell.

    with virtual_audio() as devices:
        subprocess.Popen([...], env=devices.env)   # PortAudio there sees one microphone and one speaker
        devices.speak(Path("question.wav"))        # somebody talks into the microphone
        heard = devices.record(2.0)                # what came out of the speaker, int16 at 16 kHz

PortAudio reads the environment once, when it is loaded, so the program under test runs in a process of its own.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from voice_assistant.audio import HEARING_RATE, Samples

NEEDED = {
    "pulseaudio": "pulseaudio",
    "pactl": "pulseaudio-utils",
    "paplay": "pulseaudio-utils",
    "parec": "pulseaudio-utils",
}
"""Program to Debian package."""
ALSA_DEFAULTS = Path("/usr/share/alsa/alsa.conf")
ALSA_CONFIGURATION = f"""
<{ALSA_DEFAULTS}>
pcm.!default {{ type pulse }}
ctl.!default {{ type pulse }}
"""
START_SECONDS = 10.0


@dataclass(frozen=True)
class VirtualAudio:
    """The devices while they are there."""

    env: Mapping[str, str]
    """The environment of a process that shall see them."""

    def speak(self, recording: Path, wait: bool = True) -> "subprocess.Popen[bytes]":
        """Play a recording into the microphone; with `wait`, return when it is over."""
        player = subprocess.Popen(["paplay", "-d", "mic", str(recording)], env=self.env)
        if wait:
            assert player.wait() == 0
        return player

    @contextmanager
    def recording(self) -> Iterator["Recording"]:
        """Record what comes out of the speaker while the block runs; `samples` are there after it."""
        command = ["parec", "-d", "spk.monitor", "--raw", "--format=s16le", "--channels=1", f"--rate={HEARING_RATE}"]
        with tempfile.TemporaryFile() as file:
            recorder = subprocess.Popen([*command, "--latency-msec=20"], env=self.env, stdout=file)
            _until_it_grows(file.fileno())
            recording = Recording()
            try:
                yield recording
            finally:
                recorder.terminate()
                recorder.wait()
                file.seek(0)
                content = file.read()
                recording.samples = np.frombuffer(content[: len(content) // 2 * 2], "<i2")

    def record(self, seconds: float) -> Samples:
        """Return the next `seconds` that come out of the speaker."""
        with self.recording() as recording:
            time.sleep(seconds)
        return recording.samples

    @contextmanager
    def speaker_into_microphone(self) -> Iterator[None]:
        """While the block runs, the microphone hears the speaker."""
        module = self._pactl("load-module", "module-loopback", "source=spk.monitor", "sink=mic", "latency_msec=20")
        try:
            yield
        finally:
            self._pactl("unload-module", module)

    def _pactl(self, *arguments: str) -> str:
        command = ["pactl", *arguments]
        return subprocess.run(command, env=self.env, check=True, capture_output=True, text=True).stdout.strip()


@dataclass
class Recording:
    """What came out of the speaker."""

    samples: Samples = field(default_factory=lambda: np.zeros(0, np.int16))
    """int16 mono at 16 kHz."""


@contextmanager
def virtual_audio() -> Iterator[VirtualAudio]:
    """Start the devices and stop them again. Skips the test, saying why, if a program for that is missing."""
    missing = {package for program, package in NEEDED.items() if shutil.which(program) is None}
    if not ALSA_DEFAULTS.exists():
        missing.add("libasound2-plugins")
    if missing:
        pytest.skip(f"no virtual audio devices: sudo apt install {' '.join(sorted(missing))}")
    # Not pytest's folder: the name of a socket must be short.
    with tempfile.TemporaryDirectory(prefix="va-", ignore_cleanup_errors=True) as folder:
        env = _environment(Path(folder))
        # The command, in the foreground instead of -D, so that we know the process that we end.
        server = subprocess.Popen(
            ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", *_modules()],
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        try:
            _wait_for(server, env)
            with _awake("spk.monitor", env), _awake("virtmic", env):
                yield VirtualAudio(env)
        finally:
            server.terminate()
            try:
                server.communicate(timeout=5)
            except subprocess.TimeoutExpired:
                server.kill()
                server.communicate()


@pytest.fixture(name="virtual_audio", scope="module")
def virtual_audio_fixture() -> Iterator[VirtualAudio]:
    """The devices for the tests of one file."""
    with virtual_audio() as devices:
        yield devices


def _environment(folder: Path) -> dict[str, str]:
    alsa = folder / "alsa.conf"
    alsa.write_text(ALSA_CONFIGURATION)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PULSE_", "ALSA_", "DBUS_"))}
    return kept | {
        "XDG_RUNTIME_DIR": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "PULSE_RUNTIME_PATH": str(folder),
        "PULSE_SERVER": f"unix:{folder}/native",
        "PULSE_SINK": "spk",
        "PULSE_SOURCE": "virtmic",
        "ALSA_CONFIG_PATH": str(alsa),
    }


def _modules() -> list[str]:
    modules = [
        "module-native-protocol-unix",
        "module-null-sink sink_name=spk",
        "module-null-sink sink_name=mic",
        "module-remap-source master=mic.monitor source_name=virtmic",
    ]
    return [argument for module in modules for argument in ("-L", module)]


def _wait_for(server: "subprocess.Popen[bytes]", env: Mapping[str, str]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        listing = subprocess.run(
            ["pactl", "list", "short", "sources"], env=env, capture_output=True, text=True, check=False
        )
        if "virtmic" in listing.stdout:
            return
        time.sleep(0.05)
    with suppress(ProcessLookupError):
        server.kill()
    raise RuntimeError(f"pulseaudio did not start: {server.communicate()[1].decode()}")


@contextmanager
def _awake(source: str, env: Mapping[str, str]) -> Iterator[None]:
    """Keep a source running: a null sink that nobody listens to sleeps two seconds at a time."""
    listener = subprocess.Popen(
        ["parec", "-d", source, "--raw", "--rate=8000", "--channels=1", "--latency-msec=20"],
        env=env,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        listener.terminate()
        listener.wait()


def _until_it_grows(file: int) -> None:
    """Wait for the first bytes of a recorder."""
    deadline = time.monotonic() + START_SECONDS
    while os.fstat(file).st_size == 0:
        if time.monotonic() > deadline:
            raise RuntimeError("the recorder sent nothing")
        time.sleep(0.002)

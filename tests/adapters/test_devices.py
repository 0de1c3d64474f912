"""PortAudio is loaded late, and says what is wrong in words."""

import subprocess
import sys
from pathlib import Path

import pytest

from voice_assistant.adapters.devices import list_devices
from voice_assistant.adapters.portaudio import PortAudioStreams, load
from voice_assistant.errors import DeviceError

ADAPTERS = Path(load.__code__.co_filename).parent
HEAVY = ("pyttsx3", "sounddevice", "soxr", "soundfile")


def test_nothing_heavy_is_imported_before_it_is_used() -> None:
    """Typed mode and the tests need no PortAudio."""
    names = ("portaudio", "devices", "sounddevice_speaker", "sounddevice_microphone", "audio_file", "scripted")
    imports = "; ".join(f"import voice_assistant.adapters.{name}" for name in (*names, "pyttsx3_synthesiser"))
    program = f"import sys; {imports}; print([name for name in {HEAVY} if name in sys.modules])"
    output = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "[]"


@pytest.mark.parametrize("error", [OSError("PortAudio library not found"), ImportError("no sounddevice")])
def test_missing_portaudio_says_what_to_install(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    class Finder:
        @staticmethod
        def find_spec(name: str, path: object = None, target: object = None) -> None:
            if name == "sounddevice":
                raise error

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Finder, *sys.meta_path])
    monkeypatch.setattr(sys, "platform", "linux")
    for use in (list_devices, lambda: PortAudioStreams().native_rate("input")):
        with pytest.raises(DeviceError, match="PortAudio") as caught:
            use()
        assert "apt install libportaudio2" in caught.value.hint

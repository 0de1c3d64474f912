"""The audio devices that this computer has."""

from dataclasses import dataclass

from voice_assistant.adapters import portaudio
from voice_assistant.errors import DeviceError


@dataclass(frozen=True, slots=True)
class Device:
    """One audio device."""

    number: int
    name: str
    system: str
    """The audio system that offers it, as "ALSA" or "Core Audio"."""
    inputs: int
    """Channels that can be recorded; 0 for a speaker."""
    outputs: int
    """Channels that can be played; 0 for a microphone."""
    rate: int
    """Its own samples a second."""
    default_input: bool
    default_output: bool


def list_devices() -> tuple[Device, ...]:
    """Return all devices, () if there are none. Raises DeviceError if PortAudio is missing or broken."""
    sounddevice = portaudio.load()
    try:
        found = sounddevice.query_devices()
        systems = sounddevice.query_hostapis()
        default_input, default_output = sounddevice.default.device
    except sounddevice.PortAudioError as error:
        raise DeviceError(f"The audio devices cannot be listed: {error.args[0]}.") from error
    return tuple(
        Device(
            number=number,
            name=device["name"],
            system=systems[device["hostapi"]]["name"],
            inputs=device["max_input_channels"],
            outputs=device["max_output_channels"],
            rate=round(device["default_samplerate"]),
            default_input=number == default_input,
            default_output=number == default_output,
        )
        for number, device in enumerate(found)
    )

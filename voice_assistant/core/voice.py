"""How the assistant speaks: rate, volume, which voice."""

from dataclasses import dataclass, replace

RATE_STEP = 20
RATE_RANGE = (100, 240)
VOLUME_STEP = 0.2
VOLUME_RANGE = (0.2, 1.0)


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """Settings of the spoken voice. 160 words a minute is the pace listeners follow best (domain V-3)."""

    rate: int = 160
    """Words a minute."""
    volume: float = 0.8
    """0 to 1."""
    voice: str | None = None
    """The engine's id of a voice; None for English by default."""

    def faster(self, steps: int) -> "VoiceSettings":
        """Return these settings `steps` steps faster (negative: slower), within bounds."""
        low, high = RATE_RANGE
        return replace(self, rate=min(high, max(low, self.rate + steps * RATE_STEP)))

    def louder(self, steps: int) -> "VoiceSettings":
        """Return these settings `steps` steps louder (negative: quieter), within bounds."""
        low, high = VOLUME_RANGE
        return replace(self, volume=min(high, max(low, round(self.volume + steps * VOLUME_STEP, 2))))

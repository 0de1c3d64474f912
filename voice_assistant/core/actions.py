"""What should happen, as the dialogue asks for it. The edges do it, in order."""

from dataclasses import dataclass

from voice_assistant.core.voice import VoiceSettings


@dataclass(frozen=True, slots=True)
class Say:
    """Say and show one reply."""

    reply: str
    """Stable id: tests assert on it, so texts may be reworded freely."""
    text: str
    """What the voice says, and what is shown unless `shown` stands in for it."""
    section: str | None = None
    shown: str | None = None
    """What stands on the screen instead of `text`; it may hold more than may be overheard."""
    voiced: bool = True
    """False: shown only."""

    @property
    def spoken(self) -> bool:
        """Whether there is anything for the voice to say."""
        return self.voiced and bool(self.text)

    @property
    def on_screen(self) -> str:
        """What is shown."""
        return self.text if self.shown is None else self.shown


@dataclass(frozen=True, slots=True)
class StopSpeaking:
    """Fall silent now, and drop what was still to be said."""


@dataclass(frozen=True, slots=True)
class ChangeVoice:
    """Speak with these settings from now on."""

    voice: VoiceSettings


@dataclass(frozen=True, slots=True)
class SetQuiet:
    """Show everything and speak nothing, or speak again."""

    on: bool


@dataclass(frozen=True, slots=True)
class BlankScreen:
    """Take everything off the screen."""


@dataclass(frozen=True, slots=True)
class ForgetSaved:
    """Remove everything that was saved on this computer."""


@dataclass(frozen=True, slots=True)
class End:
    """The conversation is over: leave without a word."""


Action = Say | StopSpeaking | ChangeVoice | SetQuiet | BlankScreen | ForgetSaved | End

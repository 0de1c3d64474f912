"""The ways of saying things that a pack brings: what the matcher and the recogniser go by."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from voice_assistant.core.meanings import Meaning


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way of saying one thing."""

    text: str
    """As a recogniser writes it: lower case, no punctuation but apostrophes."""
    meaning: Meaning
    group: str = ""
    """The heading it stands under: who speaks, or the theme."""


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """All phrases of a pack and of what it shares with others."""

    phrases: tuple[Phrase, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By id of a command or an answer: the short forms a closed question's grammar listens for."""
    section_leads: tuple[str, ...] = ()
    """What comes before a section's name in "read me the section on …"."""
    asking_leads: tuple[str, ...] = ()
    """What comes before a topic's name in "tell me about …"."""

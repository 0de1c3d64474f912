"""An offline voice assistant: ask aloud, hear the guidance of one article read back."""

__version__ = "0.1.0"

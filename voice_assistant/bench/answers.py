"""`bench answers`."""

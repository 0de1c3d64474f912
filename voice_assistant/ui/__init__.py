"""Screens and keys: how a live conversation is shown, and how it is typed."""

"""Tests of `voice_assistant/models`."""

"""Tests of `voice_assistant/content`."""

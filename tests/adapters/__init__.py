"""Tests of `voice_assistant/adapters`."""

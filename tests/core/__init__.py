"""Tests of `voice_assistant/core`."""

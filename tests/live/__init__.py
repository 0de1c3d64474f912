"""Tests of `voice_assistant/live.py`: microphone, keys and voice around one session."""

"""What comes with the program is found in a checkout; tests/test_wheel.py checks the same of an installed wheel."""

from voice_assistant.resources import intents_dir, models_manifest


def test_the_trust_pack_and_what_packs_share_are_there() -> None:
    assert (intents_dir() / "trust").is_dir()
    assert (intents_dir() / "common").is_dir()


def test_the_manifest_is_there() -> None:
    assert "vosk" in models_manifest().read_text()

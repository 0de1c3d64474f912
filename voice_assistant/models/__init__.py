"""The models the program needs: which (`manifest`), where (`locate`), and how they get there (`fetch`)."""

from voice_assistant.models.locate import find_model, models_root
from voice_assistant.models.manifest import Model, load_models

SPEECH_MODEL = "vosk-small-en-us"
"""The name of the speech model in the manifest."""

ENCODER_MODEL = "bge-small-en"
"""The name of the sentence encoder in the manifest."""

__all__ = ["ENCODER_MODEL", "SPEECH_MODEL", "Model", "find_model", "load_models", "models_root"]

"""From words to readings: what a sentence may mean, with probabilities."""

from pathlib import Path

from voice_assistant.core.phrases import Phrasebook
from voice_assistant.matching import store
from voice_assistant.matching.compile import Compiled, Progress, compile_phrases, encode, ordered
from voice_assistant.matching.fused import FusedMatcher
from voice_assistant.ports import Encoder

__all__ = ["FusedMatcher", "compiled_matcher", "fresh_matcher"]

FEW = 300
"""Phrases so few that compiling them takes no time worth saving on disk."""


def compiled_matcher(phrasebook: Phrasebook, encoder: Encoder | None, folder: Path, progress: Progress) -> FusedMatcher:
    """Return the matcher of a phrasebook: from what is kept in `folder` if that fits, else compiled now and kept."""
    if len(phrasebook.phrases) <= FEW:
        return fresh_matcher(phrasebook, encoder)
    listed, meanings = ordered(phrasebook)
    texts = tuple(phrase.text for phrase in listed)
    key = store.key_of(phrasebook, encoder.name if encoder else "")
    compiled = store.load(folder, key, meanings, texts)
    if compiled is None:
        compiled = _compile(phrasebook, texts, encoder, folder, progress)
        store.keep(folder, key, compiled)
    return FusedMatcher(phrasebook, compiled, encoder)


def fresh_matcher(phrasebook: Phrasebook, encoder: Encoder | None) -> FusedMatcher:
    """Return the matcher of a phrasebook, compiled now and not kept."""
    texts = tuple(phrase.text for phrase in ordered(phrasebook)[0])
    vectors = encode(texts, encoder, lambda done, total: None, {}) if encoder is not None and texts else None
    return FusedMatcher(phrasebook, compile_phrases(phrasebook, vectors), encoder)


def _compile(
    phrasebook: Phrasebook, texts: tuple[str, ...], encoder: Encoder | None, folder: Path, progress: Progress
) -> Compiled:
    if encoder is None:
        return compile_phrases(phrasebook, None)
    vectors = encode(texts, encoder, progress, store.load_vectors(folder, encoder.name))
    store.keep_vectors(folder, encoder.name, texts, vectors)
    return compile_phrases(phrasebook, vectors)

"""Compiled packs on disk: one file each, named by everything that it was made of.

A file that is damaged, or that another version made, is not trusted: it counts as not there. Nothing in it can run.
"""

import json
import os
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice_assistant.core.meanings import Meaning, id_of
from voice_assistant.core.phrases import Phrasebook
from voice_assistant.matching.compile import Compiled, Vectors
from voice_assistant.matching.discriminant import Discriminant
from voice_assistant.matching.evidence import Phrases
from voice_assistant.matching.index import PhraseIndex

KEPT = 4
"""Compiled packs kept in one folder; the oldest go first."""
_CODE = sorted(Path(__file__).parent.glob("*.py"))
_ARRAYS = ("starts", "idf", "index_starts", "index_phrases", "index_weights", "weights", "bias", "fusion")


def key_of(phrasebook: Phrasebook, encoder: str) -> str:
    """Return the name under which a compiled pack is kept: a hash of its phrases, the encoder and this very code."""
    digest = blake2b(digest_size=12)
    for path in _CODE:
        digest.update(path.read_bytes())
    digest.update(encoder.encode())
    for phrase in phrasebook.phrases:
        digest.update(f"{phrase.text}\t{id_of(phrase.meaning)}\t{phrase.group}\n".encode())
    return digest.hexdigest()


def load(folder: Path, key: str, meanings: tuple[Meaning, ...], texts: tuple[str, ...]) -> Compiled | None:
    """Return the compiled pack kept under `key`, or None if there is none that is whole and fits."""
    try:
        with (folder / f"{key}.npz").open("rb") as file, np.load(file, allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in kept.files}
        ids = json.loads(str(arrays["ids"]))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    if ids != [id_of(meaning) for meaning in meanings] or set(_ARRAYS) - set(arrays):
        return None
    index = PhraseIndex(
        arrays["idf"], arrays["index_starts"], arrays["index_phrases"], arrays["index_weights"], len(texts)
    )
    phrases = Phrases(texts, meanings, arrays["starts"], index, arrays.get("vectors"))
    return Compiled(phrases, Discriminant(arrays["weights"], arrays["bias"]), arrays["fusion"])


def keep(folder: Path, key: str, compiled: Compiled) -> None:
    """Keep a compiled pack under `key`, whole or not at all; where nothing can be written it is compiled each time."""
    phrases = compiled.phrases
    arrays: dict[str, NDArray[np.generic]] = {
        "ids": np.array(json.dumps([id_of(meaning) for meaning in phrases.meanings])),
        "starts": phrases.starts,
        "idf": phrases.index.idf,
        "index_starts": phrases.index.starts,
        "index_phrases": phrases.index.phrases,
        "index_weights": phrases.index.weights,
        "weights": compiled.discriminant.weights,
        "bias": compiled.discriminant.bias,
        "fusion": compiled.fusion,
    }
    if phrases.vectors is not None:
        arrays["vectors"] = phrases.vectors
    with suppress(OSError):
        _write(folder / f"{key}.npz", arrays)
        for path in sorted(folder.glob("*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)[KEPT:]:
            path.unlink(missing_ok=True)


def load_vectors(folder: Path, encoder: str) -> dict[str, NDArray[np.float16]]:
    """Return the vectors kept from the last pack compiled with this encoder, by phrase; {} if there are none."""
    try:
        with _vectors_of(folder, encoder).open("rb") as file, np.load(file, allow_pickle=False) as kept:
            texts, vectors = json.loads(str(kept["texts"])), kept["vectors"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
    return dict(zip(texts, vectors, strict=True)) if len(texts) == len(vectors) else {}


def keep_vectors(folder: Path, encoder: str, texts: tuple[str, ...], vectors: Vectors) -> None:
    """Keep vectors for the next time, so that a changed pack costs only its new phrases."""
    with suppress(OSError):
        _write(_vectors_of(folder, encoder), {"texts": np.array(json.dumps(texts)), "vectors": vectors})


def _vectors_of(folder: Path, encoder: str) -> Path:
    return folder / f"vectors-{blake2b(encoder.encode(), digest_size=6).hexdigest()}.cache"


def _write(path: Path, arrays: Mapping[str, NDArray[np.generic]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with fresh.open("wb") as out:
            np.savez(out, **arrays)  # type: ignore[arg-type]  # numpy's stubs take one dtype for all
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)

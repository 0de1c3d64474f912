"""The sentence encoder: BGE small English v1.5 on ONNX Runtime.

The makers take the first token's state for the sentence (Xiao et al., "C-Pack", 2023). For telling meanings apart the
mean and the greatest of all tokens' states are added: together they are right more often than the first alone.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice_assistant.adapters.give_back import give_back_memory
from voice_assistant.errors import ModelError

WEIGHTS, TOKENIZER = "bge-small-en-v1.5-q.onnx", "bge-small-en-v1.5-q-tokenizer.json"
LONGEST = 96
"""Tokens of one sentence that are looked at; the phrases of a pack have 45 at most."""


class OnnxEncoder:
    """Satisfies `ports.Encoder`. One sentence takes about 5 ms on one core."""

    def __init__(self, folder: Path, name: str) -> None:
        """Load the model in `folder`. `name` tells it and its version apart. Raises ModelError."""
        import onnxruntime
        from tokenizers import Tokenizer

        self.name = name
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # sentences are short, and the ears need cores
        options.log_severity_level = 3
        # Memory for the longest sentence so far is given back after each: it would be kept for good otherwise.
        options.enable_cpu_mem_arena = False
        hint = "Check it with: voice-assistant models verify"
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            self._session = onnxruntime.InferenceSession(folder / WEIGHTS, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # what either raises on a damaged file is a plain Exception
            raise ModelError(f"The sentence encoder in {folder} cannot be loaded.", hint) from error
        give_back_memory()
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)

    def encode(self, text: str) -> NDArray[np.float32]:
        """Return three rows of 384: the first token's state, the mean and the greatest of all, each of length one."""
        ids = np.array([self._tokenizer.encode(text).ids], np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        states = self._session.run(None, given)[0][0]
        words = states[1:-1] if len(states) > 2 else states  # noqa: PLR2004 - without the marks at start and end
        rows = np.stack([states[0], states.mean(axis=0), words.max(axis=0)])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

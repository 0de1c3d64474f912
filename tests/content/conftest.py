"""What the tests of content share."""

from pathlib import Path

import pytest

from tests.tiny_pack import make_pack


@pytest.fixture(name="pack")
def pack_fixture(tmp_path: Path) -> Path:
    return make_pack(tmp_path / "packs")

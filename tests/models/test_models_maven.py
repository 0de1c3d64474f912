"""The download itself: what the library's answers become. No network: the library's one call is replaced."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
import requests

from voice_assistant.errors import ModelError
from voice_assistant.models.maven import download


class Answer:
    """What a publisher sends: a status, and a body that may break off."""

    def __init__(self, status: int, pieces: list[bytes | Exception]) -> None:
        self.status_code, self.pieces, self.closed = status, pieces, False

    def raise_for_status(self) -> None:
        if self.status_code >= 400:
            raise requests.HTTPError("no", response=cast("requests.Response", self))

    def iter_content(self, _size: int) -> Iterator[bytes]:
        for piece in self.pieces:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    def __enter__(self) -> "Answer":
        return self

    def __exit__(self, *_: object) -> None:
        self.closed = True


def publish(monkeypatch: pytest.MonkeyPatch, answer: Answer | Exception) -> dict[str, Any]:
    asked: dict[str, Any] = {}

    def get(url: str, **options: Any) -> Answer:
        asked.update(options, url=url)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(requests, "get", get)
    return asked


def test_the_archive_comes_in_pieces_with_a_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Answer(200, [b"one", b"two"])
    asked = publish(monkeypatch, answer)
    assert list(download("org.example:tiny:aar:1")) == [b"one", b"two"]
    assert asked["url"].endswith("org/example/tiny/1/tiny-1.aar")
    assert asked["stream"] is True
    assert all(seconds <= 60 for seconds in asked["timeout"])
    assert answer.closed


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (requests.ConnectionError("somewhere.example refused"), "network can't be reached"),
        (requests.Timeout("30 s"), "network can't be reached"),
        (Answer(200, [b"one", requests.exceptions.ChunkedEncodingError("cut")]), "broke off"),
        (Answer(404, []), "answered 404"),
    ],
    ids=["offline", "silent", "cut", "gone"],
)
def test_no_network_is_one_sentence_with_a_way_out(
    monkeypatch: pytest.MonkeyPatch, answer: Answer | Exception, said: str
) -> None:
    publish(monkeypatch, answer)
    with pytest.raises(ModelError, match=said) as caught:
        list(download("org.example:tiny:aar:1"))
    assert "example" not in str(caught.value)
    assert "--from PATH" in caught.value.hint

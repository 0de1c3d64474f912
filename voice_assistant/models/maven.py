"""Archives from where Java libraries are published. The library knows the address; the rest is ours."""

from collections.abc import Iterator

from voice_assistant.errors import ModelError

_CHUNK = 1 << 16
_CONNECT_SECONDS = 15
_SILENCE_SECONDS = 30
_HINT = "Try again when online, or use an archive you already have: voice-assistant models fetch --from PATH"


def download(coordinates: str) -> Iterator[bytes]:
    """Yield the archive at `group:artifact:extension:version` piece by piece. Raises ModelError.

    Imported and run only when the user asks for a model to be fetched; nothing else goes to the network.
    """
    import requests
    from maven_artifact import Artifact, Resolver

    resolver = Resolver.default()
    try:
        address = resolver.uri_for_artifact(Artifact.parse(coordinates))
        timeout = (_CONNECT_SECONDS, _SILENCE_SECONDS)
        with resolver.requestor.request(address, None, stream=True, timeout=timeout) as response:
            yield from response.iter_content(_CHUNK)
    except requests.HTTPError as error:
        status = "with an error" if error.response is None else error.response.status_code
        raise ModelError(f"The model's publisher answered {status} instead of sending it.", _HINT) from error
    except requests.RequestException as error:
        raise ModelError("The model can't be fetched: the network can't be reached, or broke off.", _HINT) from error

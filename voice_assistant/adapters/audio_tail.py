"""Whether the end of a recording is missing, told from the file itself: the decoder hides it for WAV and OGG."""

from pathlib import Path

UNKNOWN_SIZES = (0, 0x7FFFFFFF, 0xFFFFFFFF)
"""What a program writes into a WAV header when it does not know how long the recording will be."""
OGG_TAIL = 128 * 1024
"""More than one page of an OGG file."""
OGG_LAST_PAGE = 4
"""The flag of the page that ends a stream."""


def is_cut(path: Path) -> bool:
    """Return True if a WAV file is shorter than its header says, or an OGG stream has no last page."""
    with path.open("rb") as file:
        head = file.read(12)
        size = file.seek(0, 2)
        if head[:4] == b"RIFF" and head[8:] == b"WAVE":
            stated = int.from_bytes(head[4:8], "little")
            # Up to one byte less is tolerated: some writers leave out the padding of an odd length.
            return stated not in UNKNOWN_SIZES and stated + 8 > size + 1
        if head[:4] == b"OggS":
            file.seek(max(0, size - OGG_TAIL))
            return _ogg_is_cut(file.read())
    return False


def _ogg_is_cut(tail: bytes) -> bool:
    """Look at the last page: header of 27 bytes, a table of segment lengths, then the segments."""
    start = tail.rfind(b"OggS")
    if start < 0 or start + 27 > len(tail):
        return True
    segments = tail[start + 26]
    table = tail[start + 27 : start + 27 + segments]
    whole = len(table) == segments and start + 27 + segments + sum(table) <= len(tail)
    return not (whole and tail[start + 5] & OGG_LAST_PAGE)

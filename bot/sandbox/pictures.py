"""Pictures: how large given ones are, and made-up ones."""

from __future__ import annotations

import struct
import zlib

_PNG = b"\x89PNG\r\n\x1a\n"
_TYPES = ((_PNG, "image/png"), (b"\xff\xd8", "image/jpeg"), (b"GIF8", "image/gif"), (b"RIFF", "image/webp"))


def type_of(data: bytes) -> str:
    """Return the media type that the first bytes name, JPEG where they name none, as the real server has it."""
    return next((kind for start, kind in _TYPES if data.startswith(start)), "image/jpeg")


def size_of(data: bytes) -> tuple[int, int] | None:
    """Return width and height as a PNG or JPEG file has them written in it, or None."""
    if data.startswith(_PNG) and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    return _jpeg_size(data) if data.startswith(b"\xff\xd8") else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Walk from segment to segment until the one that begins a frame: it holds the size."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return int(width), int(height)
        at += 2 + length
    return None


def gradient(width: int, height: int, seed: int) -> bytes:
    """Return a PNG picture of a soft two-coloured gradient; the same seed gives the same picture."""
    red, green, blue = (60 + seed * 53 % 120, 60 + seed * 97 % 120, 60 + seed * 31 % 120)
    rows = bytearray()
    for y in range(height):
        fade = y * 70 // height
        rows += b"\0" + bytes((red + fade, green + fade, blue + fade)) * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(bytes(rows), 1)), _chunk(b"IEND", b""))
    return _PNG + b"".join(chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

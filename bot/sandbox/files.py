"""Files that people and bots send: made-up pictures and sounds, or the bytes given."""

from __future__ import annotations

import itertools
import math
import mimetypes
import struct
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from bot.sandbox import pictures

Json = dict[str, Any]

WIDTH, HEIGHT = 320, 240
THUMB_WIDTH, THUMB_HEIGHT = 80, 60
MAX_DOWNLOAD = 20 * 1024 * 1024
"""getFile refuses what is larger."""
SAMPLE_RATE = 8_000
LONGEST_TONE = 3
"""Seconds of sound really made, whatever length the voice message says it has."""

_FOLDERS = {"photo": "photos", "voice": "voice", "document": "documents", "sticker": "stickers"}
_ENDINGS = {"photo": ".png", "voice": ".wav", "document": "", "sticker": ".webp"}
_TYPES = {"photo": "image/png", "voice": "audio/wav", "document": "application/octet-stream", "sticker": "image/webp"}


@dataclass(slots=True)
class File:
    """One file; its `data` is made when somebody looks at it."""

    number: int
    kind: str
    data: bytes | None = None
    name: str = ""
    width: int = 0
    height: int = 0
    seconds: int = 0

    @property
    def unique_id(self) -> str:
        return f"AQAD{self.number:08d}"

    @property
    def path(self) -> str:
        """Return where getFile says it lies: a number of the server's own, with the ending of the name it came with."""
        ending = PurePosixPath(self.name).suffix if self.kind == "document" else ""
        is_plain = ending.isascii() and ending.removeprefix(".").isalnum()
        return f"{_FOLDERS[self.kind]}/file_{self.number}{ending if is_plain else _ENDINGS[self.kind]}"

    @property
    def media_type(self) -> str:
        if self.kind == "photo" and self.data is not None:
            return pictures.type_of(self.data)
        if self.kind == "document":
            return mimetypes.guess_type(self.name)[0] or _TYPES[self.kind]
        return _TYPES[self.kind]

    def id_for(self, bot: int) -> str:
        """Return the file_id that only this bot may use."""
        return f"{self.kind}-{self.number}-{bot}"

    def content(self) -> bytes:
        """Return the bytes, making them up where none were given."""
        if self.data is None:
            self.data = self._made_up()
        return self.data

    def _made_up(self) -> bytes:
        if self.kind == "photo":
            return pictures.gradient(self.width or WIDTH, self.height or HEIGHT, self.number)
        return tone(self.seconds) if self.kind == "voice" else b"made up in the sandbox\n"

    def face(self, bot: int) -> Json:
        """Return the fields that every kind of file object has."""
        face: Json = {"file_id": self.id_for(bot), "file_unique_id": self.unique_id}
        if self.data is not None:
            face["file_size"] = len(self.data)
        return face


class Files:
    """All files by number."""

    def __init__(self) -> None:
        self.all: dict[int, File] = {}
        self._numbers = itertools.count(1)

    def add(self, kind: str, data: bytes | None = None, **facts: Any) -> File:
        """Keep a new file."""
        file = File(next(self._numbers), kind, data, **facts)
        self.all[file.number] = file
        return file

    def by_id(self, file_id: str, bot: int | None) -> File | None:
        """Return the file if `file_id` was given to this bot; None for `bot` takes anybody's."""
        kind, _, rest = file_id.partition("-")
        number, _, owner = rest.partition("-")
        file = self.all.get(int(number)) if number.isdecimal() and number.isascii() else None
        if file is None or file.kind != kind or (bot is not None and owner != str(bot)):
            return None
        return file

    def by_path(self, path: str) -> File | None:
        """Return the file that getFile named so."""
        digits = path.rpartition("_")[2].partition(".")[0]
        file = self.all.get(int(digits)) if digits.isdecimal() and digits.isascii() else None
        return file if file is not None and file.path == path else None

    def photo_sizes(self, file: File, bot: int) -> list[Json]:
        """Return the picture as PhotoSize objects, largest last."""
        width, height = pictures.size_of(file.data or b"") or (file.width or WIDTH, file.height or HEIGHT)
        small = self.all.get(file.number + 1)
        if small is None or small.name != f"thumb of {file.number}":
            small = self.add("photo", name=f"thumb of {file.number}", width=THUMB_WIDTH, height=THUMB_HEIGHT)
        return [
            {**small.face(bot), "width": THUMB_WIDTH, "height": THUMB_HEIGHT},
            {**file.face(bot), "width": width, "height": height},
        ]


def tone(seconds: int) -> bytes:
    """Return a WAV sound: a quiet hum, at most three seconds of it."""
    count = SAMPLE_RATE * max(1, min(seconds, LONGEST_TONE))
    samples = bytes(128 + int(24 * math.sin(index * 0.17) * (1 - index / count)) for index in range(count))
    head = struct.pack(
        "<4sI4s4sIHHIIHH", b"RIFF", 36 + count, b"WAVE", b"fmt ", 16, 1, 1, SAMPLE_RATE, SAMPLE_RATE, 1, 8
    )
    return head + struct.pack("<4sI", b"data", count) + samples

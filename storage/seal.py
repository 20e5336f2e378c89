"""Every sensitive column and payload passes here: AES-256-GCM, a key id in front, bound to its own row.

A sealed value is `version (1 byte) + key id (4) + nonce (12) + ciphertext`. The additional data is
`table:column:row`, so a value copied into another row or column does not open.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_VERSION = b"\x01"
_KEY_BYTES = 32
_NONCE_BYTES = 12
_HEAD_BYTES = len(_VERSION) + 4


class KeyUnusable(Exception):
    """The key is missing, malformed, or not the one that the database was made with."""


class SealBroken(Exception):
    """A sealed value was changed, moved to another row, or sealed with another key."""


def new_key() -> str:
    """Return a fresh key as text, to be kept in the environment or in a file only the desk can read."""
    return base64.urlsafe_b64encode(os.urandom(_KEY_BYTES)).decode()


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=b"pavilion:" + purpose).derive(secret)


class Seal:
    """Seals values for one row and opens them again; makes keyed hashes for look-ups."""

    def __init__(self, key: str) -> None:
        try:
            secret = base64.urlsafe_b64decode(key.encode())
        except (binascii.Error, ValueError) as error:
            raise KeyUnusable("the key is not base64; make one with `pavilion key`") from error
        if len(secret) != _KEY_BYTES:
            raise KeyUnusable(
                f"the key holds {len(secret)} bytes, {_KEY_BYTES} are needed; make one with `pavilion key`"
            )
        self._cipher = AESGCM(_derived(secret, b"seal"))
        self._index_key = _derived(secret, b"index")
        self._head = _VERSION + hashlib.sha256(_derived(secret, b"id")).digest()[:4]

    def close(self, table: str, column: str, row: str | int, value: bytes) -> bytes:
        """Return the value sealed for exactly this table, column and row."""
        nonce = os.urandom(_NONCE_BYTES)
        return self._head + nonce + self._cipher.encrypt(nonce, value, _place(table, column, row))

    def open(self, table: str, column: str, row: str | int, sealed: bytes) -> bytes:
        """Return the value; raises SealBroken where it was not sealed for this place with this key."""
        if not sealed.startswith(self._head):
            raise SealBroken(f"{table}.{column}: sealed with another key")
        nonce = sealed[_HEAD_BYTES : _HEAD_BYTES + _NONCE_BYTES]
        try:
            return self._cipher.decrypt(nonce, sealed[_HEAD_BYTES + _NONCE_BYTES :], _place(table, column, row))
        except InvalidTag as error:
            raise SealBroken(f"{table}.{column}: the value does not belong to its row") from error

    def index(self, purpose: str, value: str) -> bytes:
        """Return a keyed hash (16 bytes) that finds the value again without showing it."""
        return hmac.digest(self._index_key, f"{purpose}:{value}".encode(), "sha256")[:16]


def _place(table: str, column: str, row: str | int) -> bytes:
    return f"{table}:{column}:{row}".encode()

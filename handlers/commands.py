"""What goes out: neutral commands, one outbox row each. The channel knows how to carry them out.

Texts are in a small markup: `<b>`, `<i>`, `<code>` and the escapes `&lt; &gt; &amp;`; everything a person wrote is
escaped by `handlers.texts` before it gets here. A channel that cannot show markup strips it.
"""

from __future__ import annotations

from typing import Literal

import msgspec


class Button(msgspec.Struct, frozen=True):
    """A button under a message: it sends `data` (at most 64 bytes) back, or opens `url`."""

    label: str
    data: str = ""
    url: str = ""


class Key(msgspec.Struct, frozen=True):
    """A key above the keyboard: pressing it sends its label, or the person's own phone number or position."""

    label: str
    wants: Literal["", "phone", "location"] = ""


class Buttons(msgspec.Struct, frozen=True, tag="buttons"):
    rows: tuple[tuple[Button, ...], ...]


class Keys(msgspec.Struct, frozen=True, tag="keys"):
    rows: tuple[tuple[Key, ...], ...]


class NoKeys(msgspec.Struct, frozen=True, tag="no_keys"):
    """Take the keys above the keyboard away."""


Markup = Buttons | Keys | NoKeys


class Command(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Something to be done in one chat."""


class Post(Command, frozen=True, kw_only=True):
    """Show a text.

    `message` is edited in place where it is given or where the outbox row's slot already holds a message; otherwise,
    or when that message is gone or cannot be edited, a new one is sent, unless it `is_change` and nothing else.
    `is_silent`: without a sound.
    """

    text: str
    markup: Markup | None = None
    message: int | None = None
    is_protected: bool = False
    is_silent: bool = False
    is_change: bool = False


class SendFile(Command, frozen=True, kw_only=True):
    """Show a photo, a voice note or a document again that the channel already holds."""

    kind: Literal["photo", "voice", "document"]
    file: str
    caption: str = ""
    markup: Markup | None = None
    is_protected: bool = False


class SendAlbum(Command, frozen=True, kw_only=True):
    """Show photos again that the channel already holds, 2 to 10 of them, together."""

    files: tuple[str, ...]
    caption: str = ""
    is_protected: bool = False


class SendDocument(Command, frozen=True, kw_only=True):
    """Show a small file that the desk made: `content` travels inside the command, and goes with it."""

    name: str
    content: bytes
    caption: str = ""
    is_protected: bool = False


class SendPlace(Command, frozen=True, kw_only=True):
    latitude: float
    longitude: float
    is_protected: bool = False


class Erase(Command, frozen=True, kw_only=True):
    """Delete messages, at most 100."""

    messages: tuple[int, ...]


class LookUpMember(Command, frozen=True, kw_only=True):
    """Ask whether an account is a member of the chat; the result is {"is_member": "yes" | "no", "name": …}."""

    who: str


class LeaveChat(Command, frozen=True, kw_only=True):
    """Go out of a group that is not one of ours."""


class OfferCommands(Command, frozen=True, kw_only=True):
    """Offer these commands, as (name, what it does), in this chat; none: those that are offered in every chat."""

    commands: tuple[tuple[str, str], ...]


AnyCommand = Post | SendFile | SendAlbum | SendDocument | SendPlace | Erase | LookUpMember | LeaveChat | OfferCommands

_decoder: msgspec.json.Decoder[AnyCommand] = msgspec.json.Decoder(AnyCommand)


def encode(command: Command) -> bytes:
    """Return the command as JSON, readable by `decode`."""
    return msgspec.json.encode(command, enc_hook=str)  # a text that knows it is escaped is a str of its own kind


def decode(raw: bytes) -> AnyCommand:
    """Return the command that `encode` wrote; raises msgspec.ValidationError for anything else."""
    return _decoder.decode(raw)

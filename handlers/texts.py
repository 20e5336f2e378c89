"""Words for people, by key: gettext catalogues compiled in memory at the start.

What a person wrote is escaped here, once, when it is put into a text; nothing else may build markup.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from datetime import datetime
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.dates import format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = "en"
_FOLDER = Path(__file__).parent / "locales"


class TextMissing(Exception):
    """No catalogue has this key."""


class Markup(str):
    """A text that is already in our small markup and must not be escaped again."""

    __slots__ = ()


def load_catalogue(locale: str, folder: Path = _FOLDER) -> GNUTranslations:
    """Return the catalogue of a locale; raises FileNotFoundError naming the file."""
    with open(folder / f"{locale}.po", "rb") as file:
        catalogue = read_po(file, locale=locale.replace("-", "_"))
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


class Words:
    """One locale's words: `words("receipt.title", number="D-0001")`."""

    def __init__(self, locale: str, chain: list[GNUTranslations]) -> None:
        self.locale = locale
        self._chain = chain

    def __call__(self, key: str, **values: object) -> Markup:
        """Return the text with the values put in, escaped unless they are Markup; raises TextMissing."""
        text = self._find(key)
        if not values:
            return Markup(text)
        return Markup(text.format(**{name: _safe(value) for name, value in values.items()}))

    def has(self, key: str) -> bool:
        return any(catalogue.gettext(key) != key for catalogue in self._chain)

    def when(self, moment: datetime, zone_label: str) -> str:
        """Return a local time with its weekday and the zone's label; the moment must be in the station's zone."""
        pattern = self._find("format.when")
        said = format_datetime(moment, pattern, locale=self.locale.replace("-", "_"))
        return f"{said} {zone_label}".strip()

    def day(self, moment: datetime) -> str:
        """Return a local date, without its time."""
        return format_datetime(moment, self._find("format.day"), locale=self.locale.replace("-", "_"))

    def _find(self, key: str) -> str:
        for catalogue in self._chain:
            text = catalogue.gettext(key)
            if text != key:
                return text
        raise TextMissing(f"no catalogue has {key!r}; add it to handlers/locales/{SOURCE}.po")


class Texts:
    """The catalogues of a station; a text that one lacks comes from the default, then from English."""

    def __init__(self, locales: Iterable[str], folder: Path = _FOLDER) -> None:
        wanted = list(dict.fromkeys([*locales, SOURCE]))
        catalogues = {locale: load_catalogue(locale, folder) for locale in wanted}
        default = wanted[0]
        self._words = {
            locale: Words(locale, [catalogues[name] for name in dict.fromkeys([locale, default, SOURCE])])
            for locale in wanted
        }
        self.default = default

    def words(self, locale: str | None) -> Words:
        """Return the words of a locale, or the default ones."""
        return self._words.get(locale or self.default, self._words[self.default])


def escape(text: str) -> Markup:
    """Return what somebody wrote so that it cannot be markup."""
    return Markup(html.escape(text, quote=False))


def _safe(value: object) -> str:
    return value if isinstance(value, Markup) else escape(str(value))

"""The catalogues, brought up to date with the English one, which is the source of keys: `make messages`.

The two complete ones are written by hand, side by side; of the others this is the way to get new keys.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from handlers.forms.names import REQUIRED
from handlers.texts import SOURCE

FOLDER = Path(__file__).parent.parent / "handlers" / "locales"
_HEAD = """# Words for people, {name}. The msgid is a key; the placeholders in braces must stay.
# Above each key stands the English. What is empty comes from the station's first language.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


def locales() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.po"))


def read(text: str, locale: str) -> Catalog:
    return read_po(BytesIO(text.encode()), locale=locale.replace("-", "_"))


def begun(locale: str) -> str:
    """Return a catalogue with no key yet; raises babel.UnknownLocaleError for a language that nobody knows."""
    language = Locale.parse(locale.replace("-", "_"))
    return _HEAD.format(name=language.get_display_name("en"), language=language)


def refreshed(text: str, locale: str, source: Catalog) -> str:
    """Return the catalogue with every key of the source, in its order, and no other; words and comments are kept."""
    catalogue = read(text, locale)
    is_by_hand = locale in REQUIRED
    if is_by_hand and keys(catalogue) == keys(source):
        return text
    catalogue.update(_template(source, has_hints=not is_by_hand), no_fuzzy_matching=True)
    body = BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, ignore_obsolete=True, no_location=True)
    return f"{text.partition(chr(10) * 2)[0].strip()}\n\n{body.getvalue().decode().strip()}\n"


def keys(catalogue: Catalog) -> set[str]:
    return {str(message.id) for message in catalogue if message.id}


def _template(source: Catalog, *, has_hints: bool) -> Catalog:
    """Return the source's keys without their words; as a hint for translators the English stands above each."""
    template = Catalog()
    for message in source:
        if message.id:
            template.add(message.id, auto_comments=[str(message.string)] if has_hints else [])
    return template


def refresh(new: list[str]) -> None:
    """Write every catalogue anew, those of new languages as well, and print how much of each is translated."""
    for locale in new:
        if locale not in locales():
            _path(locale).write_text(begun(locale), encoding="utf-8")
    source = read(_path(SOURCE).read_text(encoding="utf-8"), SOURCE)
    for locale in locales():
        text = refreshed(_path(locale).read_text(encoding="utf-8"), locale, source)
        _path(locale).write_text(text, encoding="utf-8")
        translated = sum(bool(message.id and message.string) for message in read(text, locale))
        print(f"{locale:8} {translated:4} of {len(keys(source))}")


def _path(locale: str) -> Path:
    return FOLDER / f"{locale}.po"


if __name__ == "__main__":
    refresh(sys.argv[1:])

"""The catalogues follow the English one; where one does not, `make messages` mends it and touches nothing else."""

from __future__ import annotations

import re

import pytest
from babel import UnknownLocaleError
from babel.messages.catalog import Catalog

from bot import catalogues

LOCALES = catalogues.locales()
SOURCE = """msgid ""
msgstr ""
"Language: en\\n"

msgid "button.send"
msgstr "Send"

msgid "button.back"
msgstr "Back"
"""
OURS = """# Kept: the head.
msgid ""
msgstr ""
"Language: ru\\n"

# Kept: a word of the translator.
#. Sent
msgid "button.send"
msgstr "Отправить"

msgid "button.gone"
msgstr "Нет"
"""


def text_of(locale: str) -> str:
    return (catalogues.FOLDER / f"{locale}.po").read_text(encoding="utf-8")


def read(text: str, locale: str = "en") -> Catalog:
    return catalogues.read(text, locale)


def test_these_languages_have_a_catalogue() -> None:
    assert LOCALES == ["en", "kk", "ru", "ug", "zh-Hans"]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_catalogue_is_up_to_date(locale: str) -> None:
    assert catalogues.refreshed(text_of(locale), locale, read(text_of("en"))) == text_of(locale), "run: make messages"


@pytest.mark.parametrize("locale", ["ru", "kk"])
def test_a_catalogue_that_waits_for_a_translator_has_every_key_and_no_words(locale: str) -> None:
    catalogue = read(text_of(locale), locale)
    assert catalogues.keys(catalogue) == catalogues.keys(read(text_of("en")))
    assert [message.id for message in catalogue if message.id and message.string] == []


def test_a_missing_key_comes_empty_with_the_english_above_it_and_a_gone_one_goes() -> None:
    text = catalogues.refreshed(OURS, "ru", read(SOURCE))
    assert '#. Back\nmsgid "button.back"\nmsgstr ""\n' in text
    assert "button.gone" not in text
    assert "Нет" not in text


def test_words_comments_and_the_head_are_kept_and_the_english_above_is_renewed() -> None:
    text = catalogues.refreshed(OURS, "ru", read(SOURCE))
    assert text.startswith(OURS.partition("\n\n")[0])
    assert '# Kept: a word of the translator.\n#. Send\nmsgid "button.send"\nmsgstr "Отправить"\n' in text


def test_a_second_time_changes_nothing() -> None:
    once = catalogues.refreshed(OURS, "ru", read(SOURCE))
    assert once != OURS
    assert catalogues.refreshed(once, "ru", read(SOURCE)) == once


def test_a_catalogue_written_by_hand_is_touched_only_for_its_keys() -> None:
    ours = SOURCE.replace("Language: en", "Language: zh_Hans").replace("\n\n", "\n\n\n")
    assert catalogues.refreshed(ours, "zh-Hans", read(SOURCE)) == ours
    grown = read(SOURCE + '\nmsgid "button.new"\nmsgstr "New"\n')
    text = catalogues.refreshed(ours, "zh-Hans", grown)
    assert 'msgid "button.new"\nmsgstr ""\n' in text
    assert "#." not in text


def test_a_new_language_begins_empty_and_one_that_nobody_knows_not_at_all() -> None:
    text = catalogues.refreshed(catalogues.begun("mn"), "mn", read(SOURCE))
    assert text.startswith("# Words for people, Mongolian.")
    assert re.findall(r'^msgstr "(.*)"$', text, flags=re.MULTILINE) == ["", "", ""]
    with pytest.raises(UnknownLocaleError):
        catalogues.begun("xx")


def test_a_line_says_how_far_each_language_is(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path_factory.mktemp("locales")
    monkeypatch.setattr(catalogues, "FOLDER", folder)
    (folder / "en.po").write_text(SOURCE, encoding="utf-8")
    (folder / "ru.po").write_text(OURS, encoding="utf-8")
    catalogues.refresh(["kk"])
    assert capsys.readouterr().out.split("\n") == ["en          2 of 2", "kk          0 of 2", "ru          1 of 2", ""]
    written = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    catalogues.refresh(["kk"])
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == written

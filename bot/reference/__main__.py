"""`python -m bot.reference` writes the pages anew; `make reference` calls it."""

from bot.reference import FOLDER, pages

FOLDER.mkdir(parents=True, exist_ok=True)
for name, text in pages().items():
    (FOLDER / name).write_text(text, encoding="utf-8")

"""The docs are complete, true where a machine can tell, and hold nothing of the machine they were written on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import config, reference
from bot.reference.commands import SAID as SAID_OF_COMMANDS
from bot.reference.commands import promise, tables
from bot.reference.settings import EXAMPLE, SAID, Setting, find_settings
from storage.failpoints import POINTS
from tests.source import ROOT, kept_files, modules, pages

README = (ROOT / "README.md").read_text(encoding="utf-8")
TOP = 20
UNREAD: set[str] = set()
"""Settings that this version takes and does nothing with; the page says so of each."""
READ_AS = {
    r"station\.desk\.\w+": r"\b(?:desk|place)\.NAME\b",
    r"station\.features\.(?:dispute|help|welfare|callback)": r"features, kind\)",
}
"""How code reads the settings whose last name alone says too little: by the shape of their paths."""
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```", flags=re.MULTILINE | re.DOTALL)
_HOME = re.compile(r"(?<![\w.])/(?:home|root|Users|mnt)/\w|[A-Z]:\\\\?Users")
_DOWNLOADS = re.compile(
    r"py[p]i\.org|python[h]osted\.org|npm[j]s\.|js[d]elivr|un[p]kg|cdn[j]s|/releases/[d]ownload/|--ind[e]x-url"
)


# The front page.


def test_the_readme_shows_a_picture_and_two_commands_at_the_top() -> None:
    top = "\n".join(README.splitlines()[:TOP])
    picture = re.search(r"!\[[^\]]+\]\(([^)]+)\)", top)
    assert picture is not None
    assert re.findall(r"^make (\w+)", top, flags=re.MULTILINE) == ["demo", "test"]


def test_the_commands_of_the_readme_are_there() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    asked = {name for page in pages() for name in re.findall(r"(?:`|^)make ([a-z]+)\b", text_of(page), re.MULTILINE)}
    assert {"demo", "test"} <= asked <= set(targets)


def test_the_subcommands_that_docs_name_are_there() -> None:
    named = {name for page in pages() for name in re.findall(r"`[^`\n]*\bpavilion ([a-z]+)\b", text_of(page))}
    known = set(re.findall(r"^### `pavilion (\w+)`", reference.pages()["commands.md"], flags=re.MULTILINE))
    assert "run" in named
    assert named <= known


def test_the_changelog_says_what_is_new() -> None:
    assert re.search(r"^## .+\n\n- \S", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)


# The reference.


@pytest.mark.parametrize("name", sorted(reference.pages()))
def test_the_committed_page_is_what_the_code_makes(name: str) -> None:
    assert (reference.FOLDER / name).read_text(encoding="utf-8") == reference.pages()[name], "run: make reference"


def test_every_setting_says_what_it_means() -> None:
    assert [setting.path for setting in find_settings() if not setting.meaning] == []


def test_nothing_is_said_of_a_setting_that_is_gone() -> None:
    known = {general(setting.path) for setting in find_settings()}
    assert set(SAID) <= known


def test_the_example_shows_every_setting() -> None:
    shown = set(paths_of(config._read(EXAMPLE)))
    assert {setting.path for setting in find_settings()} - shown == {"station.numbers"}, "an empty table shows no path"


@pytest.mark.parametrize("setting", [each for each in find_settings() if each.variable], ids=lambda each: each.path)
def test_every_variable_of_the_page_is_taken(setting: Setting) -> None:
    value = at(config._read(EXAMPLE), setting.path)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    loaded = config.load(EXAMPLE, {setting.variable.strip("`"): text})
    assert loaded.path == EXAMPLE


def test_a_variable_that_no_page_lists_is_refused() -> None:
    with pytest.raises(config.ConfigWrong, match="no setting"):
        config.load(EXAMPLE, {"PAVILION__STATION__COLOUR": "red"})


def test_every_setting_is_read_by_something_or_said_to_be_unread() -> None:
    code = "".join(code_that_reads_settings())
    assert {setting.path for setting in find_settings() if not is_read(setting.path, code)} == UNREAD


def test_the_page_says_which_settings_do_nothing_yet() -> None:
    assert {each.path for each in find_settings() if "no screen of this version" in each.meaning} == UNREAD


def test_every_command_and_button_says_what_it_does() -> None:
    calls = [call for routes in tables().values() for call in routes.values()]
    assert [call.__name__ for call in calls if not promise(call)] == []


def test_nothing_is_said_of_a_handler_that_speaks_for_itself() -> None:
    calls = [call for routes in tables().values() for call in routes.values()]
    assert set(SAID_OF_COMMANDS) == {call.__name__ for call in calls if not call.__doc__}


def test_every_failpoint_is_on_its_page_and_in_the_code() -> None:
    page = reference.pages()["failpoints.md"]
    reached = {name for module in modules("bot") for name in re.findall(r'\.reach\("([\w.]+)"\)', module.text)}
    assert {name for name in POINTS if f"| `{name}` |" not in page} == set()
    assert reached == POINTS


# Every page, every file.


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    broken = [link for link in _LINK.findall(text_of(page)) if not leads_somewhere(page, link)]
    assert broken == []


def test_a_link_to_nowhere_is_found() -> None:
    page = ROOT / "README.md"
    assert leads_somewhere(page, "docs/glossary.md")
    assert leads_somewhere(page, "#run-it-for-real")
    assert not leads_somewhere(page, "docs/nothing.md")
    assert not leads_somewhere(page, "#nothing")


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen, open_pages = set[Path](), [ROOT / "README.md"]
    while open_pages:
        page = open_pages.pop()
        if page not in seen:
            seen.add(page)
            open_pages += [target for target in targets_of(page) if target.suffix == ".md"]
    unreached = {page.relative_to(ROOT).as_posix() for page in set(pages()) - seen}
    assert unreached <= {"CHANGELOG.md", "CONTRIBUTING.md"}, "these two are looked for by name"


@pytest.mark.parametrize("what", ["a path of this machine", "an address of a package"])
def test_no_file_holds(what: str) -> None:
    pattern = _HOME if "path" in what else _DOWNLOADS
    found = {path.relative_to(ROOT).as_posix() for path in kept_files() if pattern.search(text_of(path))}
    assert found == set()


def test_no_file_knows_where_it_lies_here() -> None:
    assert [path.name for path in kept_files() if str(ROOT) in text_of(path)] == []


def test_such_paths_and_addresses_are_found() -> None:
    assert _HOME.search("/" + "home/somebody/x")
    assert _DOWNLOADS.search("https://files." + "python" + "hosted.org/x")
    assert not _HOME.search("docs/home/page")


# How they are found.


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def general(path: str) -> str:
    return re.sub(r"^timers\.\w+\.", "timers.*.", path)


def paths_of(tables: object, prefix: str = "") -> Iterator[str]:
    """Yield the path of every value, and of every table that may be a value by itself."""
    if isinstance(tables, list):
        for each in tables:
            yield from paths_of(each, prefix)
        yield prefix
    elif isinstance(tables, dict):
        for name, value in tables.items():
            yield from paths_of(value, f"{prefix}.{name}".strip("."))
        if tables:
            yield prefix
    else:
        yield prefix


def at(tables: object, path: str) -> object:
    for name in path.split("."):
        assert isinstance(tables, dict)
        tables = tables[name]
    return tables


def is_read(path: str, code: str) -> bool:
    """Return whether something reads the setting: its name as an attribute, or as it is written above."""
    sought = next((seen for shape, seen in READ_AS.items() if re.fullmatch(shape, path)), rf"\.{path.split('.')[-1]}\b")
    return bool(re.search(sought.replace("NAME", path.split(".")[-1]), code))


def code_that_reads_settings() -> Iterator[str]:
    about = ("bot/sandbox/", "bot/reference/", "bot/config.py", "handlers/settings.py")
    for module in modules("bot", "handlers"):
        if not module.name.startswith(about):
            yield module.text
    yield (ROOT / "handlers" / "settings.py").read_text(encoding="utf-8").partition("class Settings")[2]
    yield (ROOT / "bot" / "config.py").read_text(encoding="utf-8").partition("class Config(")[2]


def targets_of(page: Path) -> list[Path]:
    links = [link.partition("#")[0] for link in _LINK.findall(text_of(page)) if "://" not in link]
    targets = [(page.parent / link).resolve() for link in links if link]
    return [each for target in targets for each in (sorted(target.glob("*.md")) if target.is_dir() else [target])]


def leads_somewhere(page: Path, link: str) -> bool:
    """Return whether a link inside the project has its file, and its heading where it names one."""
    if "://" in link:
        return True
    name, _, heading = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    return target.exists() and (not heading or heading in headings_of(target))


def headings_of(page: Path) -> set[str]:
    """Return the anchors of a page, as they are made on the web: lower case, blanks as hyphens, the rest left out."""
    found = re.findall(r"^#+ (.+)$", _FENCE.sub("", text_of(page)), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}

"""A sheet of A4 as SVG: what stands above the code in each language, the code, and what stands below it.

An SVG has no line breaks of its own, so widths are estimated from the kind of each letter, and rather too wide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

import segno

_WIDTH, _HEIGHT, _MARGIN = 210.0, 297.0, 16.0  # millimetres
_ROOM = _WIDTH - 2 * _MARGIN
_LEADING = 1.36
_SMALLEST_CODE, _LARGEST_CODE = 70.0, 120.0
_SCALES = tuple(each / 20 for each in range(20, 8, -1))
_FONTS = "'Noto Sans', 'Noto Sans CJK SC', 'Noto Naskh Arabic', 'PingFang SC', 'Microsoft YaHei', sans-serif"
_INK, _SIGNAL = "#111111", "#b3261e"

_OPENING, _CLOSING = "“‘(《〈「", ",。、;:?!)”’》〉」,.;:?!)"
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60"
_PIECE = re.compile(rf" *(?:[{_OPENING}]*[{_WIDE}][{_CLOSING}]*|[^ {_WIDE}]+[{_CLOSING}]*)")
_KEPT_TOGETHER = re.compile(r"(?<=\d) (?=\w)| (?=[·–])")
_EM = {"Lu": 0.74, "Nd": 0.6, "Zs": 0.3, "Mn": 0.0, "Cf": 0.0, "Po": 0.36, "Pd": 0.42}
_OTHER_EM, _BROAD = 0.58, "WMwm@%—"


@dataclass(frozen=True)
class Passage:
    """What the sheet says in one language. `place` is empty where it hangs anywhere."""

    locale: str
    name: str
    place: str
    sentence: str
    scan: str
    reach: str
    emergency: str


@dataclass(frozen=True)
class _Line:
    """One line of text in the middle of the sheet; `size` is that of its letters, `before` the gap above it."""

    text: str
    locale: str
    size: float
    before: float = 0.0
    is_bold: bool = False
    ink: str = _INK
    is_right_to_left: bool = False

    @property
    def height(self) -> float:
        return self.before + self.size * _LEADING


class SheetFull(Exception):
    """So much text leaves no room for a code that a phone can read from a step away."""


def draw(passages: Sequence[Passage], url: str) -> str:
    """Return the page as SVG; raises SheetFull where it does not fit."""
    for scale in _SCALES:
        above, below = list(_above(passages, scale)), list(_below(passages, url, scale))
        free = _HEIGHT - 2 * _MARGIN - sum(line.height for line in (*above, *below))
        if free >= _SMALLEST_CODE:
            return _page(above, below, free, url, passages[0])
    raise SheetFull


def _above(passages: Sequence[Passage], scale: float) -> Iterator[_Line]:
    for each in passages:
        head = f"{each.name} · {each.place}" if each.place else each.name
        yield from _lines(head, each.locale, 7 * scale)
    for number, each in enumerate(passages):
        yield from _lines(each.sentence, each.locale, 14 * scale, before=7 if number == 0 else 2, is_bold=True)


def _below(passages: Sequence[Passage], url: str, scale: float) -> Iterator[_Line]:
    yield from _lines(url.removeprefix("https://"), "en", 4.2 * scale)
    for each in passages:
        yield from _lines(each.scan, each.locale, 5.6 * scale, before=3, is_bold=True)
        yield from _lines(each.reach, each.locale, 5.6 * scale)
    for number, each in enumerate(passages):
        yield from _lines(
            each.emergency, each.locale, 5.6 * scale, before=0 if number else 7, is_bold=True, ink=_SIGNAL
        )


def _lines(
    text: str, locale: str, size: float, *, before: float = 0.0, is_bold: bool = False, ink: str = _INK
) -> Iterator[_Line]:
    """Yield the text in lines; where one word alone is too wide, all of it gets smaller."""
    widest = max(em(piece.strip()) for piece in pieces(text))
    size = min(size, _ROOM / widest)
    for number, line in enumerate(wrap(text, _ROOM / size)):
        yield _Line(line, locale, size, 0.0 if number else before, is_bold, ink, is_right_to_left(text))


def wrap(text: str, most: float) -> list[str]:
    """Return the text in as few lines as fit into so many em, as even as they come."""
    lines = _fill(text, most)
    for share in range(50, 100, 5):
        if len(even := _fill(text, most * share / 100)) == len(lines) and all(em(line) <= most for line in even):
            return even
    return lines


def _fill(text: str, most: float) -> list[str]:
    lines = [""]
    for piece in pieces(text):
        if lines[-1] and em(lines[-1] + piece) > most:
            lines.append("")
        lines[-1] = lines[-1] + piece if lines[-1] else piece.lstrip(" ")
    return lines


def pieces(text: str) -> list[str]:
    """Return the text in what may stand on different lines, each with the blanks before it."""
    return _PIECE.findall(_KEPT_TOGETHER.sub("\u00a0", text)) or [text]


def em(text: str) -> float:
    """Return about how wide the text is, in sizes of its letters."""
    return sum(_em_of(letter) for letter in text)


def _em_of(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF" or letter in _BROAD:
        return 1.0
    return _EM.get(unicodedata.category(letter), _OTHER_EM)


def is_right_to_left(text: str) -> bool:
    """Return which way a text runs: as its first letter with a direction does."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((way for way in strong if way in ("L", "R", "AL")), "L") != "L"


def _page(above: Sequence[_Line], below: Sequence[_Line], free: float, url: str, first: Passage) -> str:
    size = {"width": f"{_WIDTH:g}mm", "height": f"{_HEIGHT:g}mm", "viewBox": f"0 0 {_WIDTH:g} {_HEIGHT:g}"}
    root = ElementTree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "font-family": _FONTS, **size})
    ElementTree.SubElement(root, "title").text = first.name
    ElementTree.SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    side = min(free, _LARGEST_CODE)
    top = _MARGIN + (free - side) / 4
    top = _write(root, above, top)
    root.append(_code(url, top + (free - side) / 4, side))
    _write(root, below, _HEIGHT - _MARGIN - sum(line.height for line in below))
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _write(root: ElementTree.Element, lines: Sequence[_Line], top: float) -> float:
    """Write the lines from there on down; return where they end."""
    for line in lines:
        top += line.height
        look = {"x": f"{_WIDTH / 2:g}", "y": f"{top - line.size * 0.36:.2f}", "font-size": f"{line.size:.2f}"}
        look |= {"text-anchor": "middle", "fill": line.ink, "xml:lang": line.locale}
        if line.is_bold:
            look["font-weight"] = "bold"
        if line.is_right_to_left:
            look |= {"direction": "rtl", "unicode-bidi": "embed"}
        ElementTree.SubElement(root, "text", look).text = line.text
    return top


def _code(url: str, top: float, side: float) -> ElementTree.Element:
    """Return the code with its quiet zone: middle error correction, since posters get scratched."""
    drawn = segno.make(url, error="m", micro=False)
    code = ElementTree.fromstring(drawn.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None))
    place = {"x": (_WIDTH - side) / 2, "y": top, "width": side, "height": side}
    code.attrib.update({name: f"{value:.2f}" for name, value in place.items()})
    code.set("shape-rendering", "crispEdges")
    return code

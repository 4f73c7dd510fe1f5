"""Tells what a person who looks at an HTML page would not see, so that it is never quoted.

Text that only machines read is where instructions to an assistant would be hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

_UNSHOWN_TAGS = """
    area audio base button canvas datalist embed frame frameset head iframe img input link map meta
    noframes noscript object optgroup option param script select source style svg template
    textarea title track video
"""
NEVER_SHOWN = frozenset(_UNSHOWN_TAGS.split())
"""Elements whose text is no part of what the page says."""

_HIDING_CLASSES = frozenset(
    {"hidden", "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "d-none"}
)
_ZERO = r"0+(?:\.0*)?(?:px|r?em|pt|%|v[wh])?(?=;|!|$)"
_HIDING_STYLE = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|content-visibility:hidden"
    rf"|opacity:{_ZERO}|font-size:{_ZERO}|color:transparent|transform:scale\(0\)"
    r"|(?:left|right|top|bottom|text-indent|margin-left|margin-top):-\d{3,}"
    r"|clip:rect\([01]|clip-path:(?:inset\((?:50|100)%|circle\(0))"
)
_CLIPPED = re.compile(rf"(?:^|;)(?:max-)?(?:height|width):(?:{_ZERO}|1px)")
_OWN_COLOURS = re.compile(r"(?:^|;)(color|background(?:-color)?):([^;!]+)")
_SIMPLE_SELECTOR = re.compile(r"[.#][\w-]+")


@dataclass(frozen=True, slots=True)
class Visibility:
    """What the page's own style sheets hide, by class (`.x`) and id (`#x`)."""

    hiding_selectors: frozenset[str]

    @classmethod
    def of(cls, page: HtmlElement) -> Visibility:
        """Read the page's `<style>` elements; linked sheets are not fetched."""
        sheets = (element.text or "" for element in page.iter("style"))
        return cls(frozenset(selector for css in sheets for selector in _hiding_rules(css)))

    def hides(self, element: HtmlElement) -> bool:
        """Whether the element and all inside it are unseen."""
        if not isinstance(element.tag, str) or element.tag in NEVER_SHOWN:
            return True
        attributes = element.attrib
        if "hidden" in attributes or attributes.get("aria-hidden", "").lower() == "true":
            return True
        classes = attributes.get("class", "").split()
        if not _HIDING_CLASSES.isdisjoint(classes) or hides_by_style(attributes.get("style", "")):
            return True
        names = {f".{name}" for name in classes} | {f"#{attributes.get('id', '')}"}
        return not self.hiding_selectors.isdisjoint(names)


def hides_by_style(declarations: str) -> bool:
    """Whether CSS declarations make text unseen: not shown, clear, tiny, clipped or far off."""
    css = "".join(declarations.lower().split())
    if not css:
        return False
    if _HIDING_STYLE.search(css) or ("overflow:hidden" in css and _CLIPPED.search(css)):
        return True
    colours = {name.removesuffix("-color"): value for name, value in _OWN_COLOURS.findall(css)}
    return "color" in colours and colours["color"] == colours.get("background")


def _hiding_rules(css: str) -> Iterator[str]:
    """Single classes and ids that a sheet hides; rules inside `@media` and the like are left."""
    depth, selector = 0, ""
    for part in re.split(r"([{}])", _without_comments(css)):
        if part == "{":
            depth += 1
        elif part == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            selector = part.strip()
        elif depth == 1 and not selector.startswith("@") and hides_by_style(part):
            for single in selector.split(","):
                if _SIMPLE_SELECTOR.fullmatch(single.strip()):
                    yield single.strip()


def _without_comments(css: str) -> str:
    first, *rest = css.split("/*")
    return first + "".join(part.partition("*/")[2] for part in rest)

"""A list that begins in a loop begins anew in each pass; where it is one item a pass, its numbers go on.

It begins anew where a pass may hold several of its items. Where the list also stands outside the loop its numbers go
on, and the check says so.
"""

from collections import defaultdict
from collections.abc import Mapping, MutableMapping
from typing import NamedTuple

from lxml import etree

from contracts.docx.engine.word import Element, P, parse, parse_text_part, q, text_of
from contracts.docx.repeats.copies import Marker
from contracts.docx.repeats.loops import Loops
from contracts.docx.repeats.notes import part_text

_VAL, _NUM, _NUM_PR = q("val"), q("num"), q("numPr")
_NUMBERING, _STYLES = "word/numbering.xml", "word/styles.xml"
#: What stands before the number in the properties of a paragraph, by the order of the schema.
_BEFORE = tuple(q(each) for each in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl"))


class _Item(NamedTuple):
    """A numbered paragraph: its list, its level, the loops around it."""

    paragraph: Element
    list_id: str
    level: int
    loops: Loops


def restart_lists(marker: Marker, parts: MutableMapping[str, bytes], goes_on: list[Element]) -> dict[str, str]:
    """Mark the lists that begin anew in each pass; the part of numbering, where there are such.

    ``goes_on`` gets a paragraph of each list whose numbers go on through the passes.
    """
    if _NUMBERING not in parts or not any(loops for _, loops in marker.around):
        return {}
    root = parse_text_part(parts[_NUMBERING], _NUMBERING)
    numbers = {str(each.get(q("numId"))): each for each in root.iter(_NUM)}
    lists: dict[str, list[_Item]] = defaultdict(list)
    for item in _items(marker, _by_style(parts)):
        if item.list_id in numbers and _counts(root, numbers[item.list_id], item.level):
            lists[item.list_id].append(item)
    marker.copies.used["list"] |= set(numbers)
    restarted = False
    for list_id, items in lists.items():
        loops = _begins_in(marker, items, goes_on)
        if loops:
            no = marker.identity("list", list_id, loops)
            marker.copies.kept[no] = (_NUMBERING, _anew(root, numbers[list_id]))
            for item in items:
                _give_number(item, marker.mark(no, item.loops))
            restarted = True
    if not restarted:
        return {}
    parts[_NUMBERING] = part_text(root).encode()
    return {_NUMBERING: part_text(root)}


def _items(marker: Marker, styles: Mapping[str, tuple[str, int]]) -> list[_Item]:
    items = []
    for element, loops in marker.around:
        if element.tag == P and (own := _number(element, styles)) is not None:
            items.append(_Item(element, *own, loops))
    return items


def _number(paragraph: Element, styles: Mapping[str, tuple[str, int]]) -> tuple[str, int] | None:
    """The list and level of a paragraph, its own or those of its style."""
    properties = paragraph.find(q("pPr"))
    if properties is None:
        return None
    style = properties.find(q("pStyle"))
    inherited = styles.get(str(style.get(_VAL))) if style is not None else None
    return _of_properties(properties, inherited)


def _of_properties(properties: Element, inherited: tuple[str, int] | None) -> tuple[str, int] | None:
    number = properties.find(_NUM_PR)
    if number is None:
        return inherited
    list_id, level = number.find(q("numId")), number.find(q("ilvl"))
    chosen = str(list_id.get(_VAL)) if list_id is not None else (inherited[0] if inherited else "0")
    text = str(level.get(_VAL)) if level is not None else ""
    return (chosen, int(text) if text.isdecimal() else (inherited[1] if inherited else 0)) if chosen != "0" else None


def _by_style(parts: Mapping[str, bytes]) -> dict[str, tuple[str, int]]:
    """The list and level each style of paragraphs has, also from the style it is based on."""
    if _STYLES not in parts:
        return {}
    styles = {str(each.get(q("styleId"))): each for each in parse(parts[_STYLES], _STYLES).iter(q("style"))}
    found: dict[str, tuple[str, int]] = {}
    for name in styles:
        line: list[str] = []
        at: str | None = name
        while at in styles and at not in line:
            line.append(at)
            based = styles[at].find(q("basedOn"))
            at = str(based.get(_VAL)) if based is not None else None
        number: tuple[str, int] | None = None
        for each in reversed(line):
            properties = styles[each].find(q("pPr"))
            number = number if properties is None else _of_properties(properties, number)
        if number is not None:
            found[name] = number
    return found


def _counts(root: Element, number: Element, level: int) -> bool:
    """Whether a level of a list shows numbers, not bullets."""
    abstract = number.find(q("abstractNumId"))
    id = str(abstract.get(_VAL)) if abstract is not None else ""
    for each in root.iter(q("abstractNum")):
        if each.get(q("abstractNumId")) == id:
            for one in each.iter(q("lvl")):
                shown = one.find(q("numFmt"))
                if one.get(q("ilvl")) == str(level):
                    return shown is None or shown.get(_VAL) not in ("bullet", "none")
    return True


def _begins_in(marker: Marker, items: list[_Item], goes_on: list[Element]) -> Loops:
    """The loops in each pass of which the list begins anew; none where its numbers go on."""
    if not any(item.loops for item in items):
        return ()
    common = items[0].loops
    for item in items:
        same = [no for no, (a, b) in enumerate(zip(common, item.loops, strict=False)) if a != b]
        common = common[: min([*same, len(common), len(item.loops)])]
    top = [item for item in items if item.level == min(each.level for each in items)]
    several = len(top) > 1 or top[0].loops != common
    if common and not several:
        common, several = common[:-1], True
        return common if common and _has_other_text(marker, items, common) else ()
    if not common:
        goes_on.append(next(item.paragraph for item in items if item.loops))
        return ()
    is_fixed = sum(item.loops == common for item in top) > 1
    return common if is_fixed or _has_other_text(marker, items, common) else ()


def _has_other_text(marker: Marker, items: list[_Item], loops: Loops) -> bool:
    """Whether a pass says something beside the list."""
    own = {item.paragraph for item in items}
    return any(
        element.tag == P and element not in own and around[: len(loops)] == loops and text_of(element).strip()
        for element, around in marker.around
    )


def _anew(root: Element, number: Element) -> str:
    """The list again under another number, each level from its first number."""
    made = etree.Element(_NUM, {q("numId"): "{new}"}, nsmap={"w": root.nsmap["w"]})
    for each in number:
        if each.tag == q("abstractNumId"):
            etree.SubElement(made, each.tag, {_VAL: str(each.get(_VAL))})
    overrides = {str(each.get(q("ilvl"))): each for each in number.iter(q("lvlOverride"))}
    for level in range(9):
        override = etree.SubElement(made, q("lvlOverride"), {q("ilvl"): str(level)})
        etree.SubElement(override, q("startOverride"), {_VAL: _first(root, number, str(level), overrides)})
    return etree.tostring(made, encoding="unicode")


def _first(root: Element, number: Element, level: str, overrides: Mapping[str, Element]) -> str:
    if level in overrides and (start := overrides[level].find(q("startOverride"))) is not None:
        return str(start.get(_VAL, "1"))
    abstract = number.find(q("abstractNumId"))
    for each in root.iter(q("abstractNum")):
        if abstract is not None and each.get(q("abstractNumId")) == abstract.get(_VAL):
            for one in each.iter(q("lvl")):
                start = one.find(q("start"))
                if one.get(q("ilvl")) == level and start is not None:
                    return str(start.get(_VAL, "1"))
    return "1"


def _give_number(item: _Item, mark: str) -> None:
    properties = item.paragraph.find(q("pPr"))
    if properties is None:
        return
    number = properties.find(_NUM_PR)
    if number is None:
        number = etree.Element(_NUM_PR)
        place = next((no for no, each in enumerate(properties) if each.tag not in _BEFORE), len(properties))
        properties.insert(place, number)
    if number.find(q("ilvl")) is None:
        number.insert(0, etree.Element(q("ilvl"), {_VAL: str(item.level)}))
    list_id = number.find(q("numId"))
    if list_id is None:
        list_id = etree.SubElement(number, q("numId"))
    list_id.set(_VAL, mark)

"""Blocks must open and close in like places, so that whatever a condition says the document stays whole."""

from dataclasses import dataclass

from contracts.docx.engine.faults import TemplateFault
from contracts.docx.engine.tags import Tag

_OPENS = {
    "if": "endif",
    "for": "endfor",
    "with": "endwith",
    "filter": "endfilter",
    "macro": "endmacro",
    "call": "endcall",
}
_CLOSES = {closing: opening for opening, closing in _OPENS.items()}
#: How deep blocks may stand in blocks: Python itself takes twenty loops.
NESTED_MAX = 16
_BETWEEN = {"elif": ("if",), "else": ("if", "for")}


@dataclass(frozen=True, slots=True)
class Placed:
    """A tag and the names of the elements around it."""

    tag: Tag
    around: tuple[str, ...]


def block_faults(tags: list[Placed]) -> list[TemplateFault]:
    """What is wrong with the blocks of one part; tags stand in document order."""
    faults: list[TemplateFault] = []
    open_: list[Placed] = []
    for each in tags:
        keyword = each.tag.keyword
        if keyword in _OPENS:
            open_.append(each)
            if len(open_) > NESTED_MAX:
                return [*faults, _too_deep(each)]
            continue
        openings = _BETWEEN.get(keyword) or ((_CLOSES[keyword],) if keyword in _CLOSES else ())
        if not openings:
            continue
        if not open_ or open_[-1].tag.keyword not in openings:
            faults.append(
                TemplateFault(
                    "{place}: {tag} closes nothing that is open here.", each.tag.place, tag=f"{{% {keyword} %}}"
                )
            )
            continue
        if open_[-1].around != each.around:
            faults.append(_in_other_place(open_[-1], each))
        if keyword in _CLOSES:
            open_.pop()
    return faults + [_never_closed(each) for each in open_]


def _too_deep(opened: Placed) -> TemplateFault:
    return TemplateFault(
        "{place}: more than {limit} conditions and loops stand in one another; make the template simpler.",
        opened.tag.place,
        limit=NESTED_MAX,
    )


def _never_closed(opened: Placed) -> TemplateFault:
    return TemplateFault(
        "{place}: the tag is never closed; write {closing} where it ends.",
        opened.tag.place,
        closing=f"{{% {_OPENS[opened.tag.keyword]} %}}",
    )


def _in_other_place(opened: Placed, each: Placed) -> TemplateFault:
    return TemplateFault(
        "{place}: {tag} stands in another kind of place than {opening}; put both into one paragraph,"
        " or write both as p (paragraph) or tr (table row) tags.",
        each.tag.place,
        tag=each.tag.source,
        opening=opened.tag.source,
    )

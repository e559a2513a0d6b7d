"""What stays together on a page: a line that ends in a colon with what it announces, the signatures with a text before,
the small print below the signatures with them.

A page that holds nothing but signatures is a fault of a paper: the last paragraph that can stand before them is kept
with them, whichever condition is met, and so is the last item of a list.
"""

import re

from contracts.docx.build.source import Block, ControlTag, PipeTable, SourceLine
from contracts.docx.build.text import plain

_OPENS, _BETWEEN, _CLOSES = (re.compile(rf"\{{%-? ?(?:{words})\b") for words in ("if|for", "elif|else", "endif|endfor"))


def leads(blocks: list[Block], place: int) -> bool:
    """Whether a paragraph belongs with what follows."""
    line = blocks[place]
    if not isinstance(line, SourceLine):
        return False
    if line.kind == "note":
        return precedes_notes(blocks, place)
    return line.is_kept or plain(line.text).rstrip().endswith(":") or _is_before_signatures(blocks, place)


def precedes_notes(blocks: list[Block], place: int) -> bool:
    """Whether the small print comes next: it is never alone on the last page."""
    following = next((block for block in blocks[place + 1 :] if not isinstance(block, ControlTag)), None)
    return isinstance(following, SourceLine) and following.kind == "note"


def _is_before_signatures(blocks: list[Block], place: int) -> bool:
    """Whether signatures may come next: blocks under a condition that may not be met are passed over."""
    place += 1
    while place < len(blocks):
        block = blocks[place]
        if isinstance(block, PipeTable):
            return block.kind == "signatures"
        if isinstance(block, SourceLine) and block.kind == "heading":
            place += 1  # the heading above the signatures stays with them by its style
            continue
        if not isinstance(block, ControlTag) or "endfor" in block.text:
            # A line inside a loop is printed many times: keeping each would move the whole list to the next page.
            return False
        is_passed = _OPENS.match(block.text) or _BETWEEN.match(block.text)
        place = _end_of(blocks, place) + 1 if is_passed else place + 1
    return False


def _end_of(blocks: list[Block], place: int) -> int:
    """The tag that closes the block a tag opens or stands in."""
    depth = 1
    for at in range(place + 1, len(blocks)):
        block = blocks[at]
        if isinstance(block, ControlTag):
            depth += bool(_OPENS.match(block.text)) - bool(_CLOSES.match(block.text))
            if not depth:
                return at
    return len(blocks)


def with_last_kept(blocks: list[Block]) -> list[Block]:
    """A list right before the signatures prints its last item as a paragraph kept with them."""
    made: list[Block] = []
    for place, block in enumerate(blocks):
        before, after = blocks[place - 1 : place], blocks[place + 1 : place + 2]
        if isinstance(block, SourceLine) and _is_loop(before, after) and _is_before_signatures(blocks, place + 1):
            kept = SourceLine(block.kind, block.text, block.label, is_kept=True)
            made += [ControlTag("{% if loop.last %}"), kept, ControlTag("{% else %}"), block, ControlTag("{% endif %}")]
        else:
            made.append(block)
    return made


def _is_loop(before: list[Block], after: list[Block]) -> bool:
    """Whether the blocks around are a loop of one line."""
    opened, closed = [*before, None][0], [*after, None][0]
    if not isinstance(opened, ControlTag) or not isinstance(closed, ControlTag):
        return False
    return opened.text.startswith("{% for") and "endfor" in closed.text

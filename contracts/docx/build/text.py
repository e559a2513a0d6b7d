"""Text of a source becomes runs: **bold** and *italic* by character, no-break spaces where a line may not break."""

import re

from docx.text.paragraph import Paragraph

NBSP = "\u00a0"
_MARKED = re.compile(r"(\*\*.+?\*\*|(?<!\*)\*(?!\*)[^*]+\*(?!\*))")
_TAGS = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})")
#: A count and the word it counts.
_COUNTED = re.compile(
    r"(?<![\w.,/])(\d{1,3}) (?=(?:робоч|календарн|банківськ|дн|день|рік|рок|місяц|годин|примірник|прим\.|арк\."
    r"|рабоч|календарн|банковск|лет|год|месяц|экземпляр|working|business|calendar|banking|day|year|month|hour|cop"
    r"|Tag|Jahr|Monat|Stunde|Werktag|Kalendertag))"
)
#: A space that must not break: after №, п., ст., No., § and short prepositions of money and dates.
_JOINED = re.compile(r"(№|□|\bNo\.|\bNr\.|\bп\.|\bпп\.|\bст\.|\bч\.|§|\bArt\.|\bcl\.) (?=\S)")


def add_runs(paragraph: Paragraph, text: str) -> None:
    """Write text with its emphasis into a paragraph; a tag always stays whole inside one run."""
    for piece in _MARKED.split(text):
        if not piece:
            continue
        if piece.startswith("**") and piece.endswith("**") and len(piece) > 4:
            paragraph.add_run(joined(piece[2:-2])).bold = True
        elif piece.startswith("*") and piece.endswith("*") and len(piece) > 2:
            paragraph.add_run(joined(piece[1:-1])).italic = True
        else:
            paragraph.add_run(joined(piece))


def joined(text: str) -> str:
    """No-break spaces after №, п., ст. and before a dash; the inside of tags is left as it is."""
    pieces = _TAGS.split(text)
    for place in range(0, len(pieces), 2):
        plain = _JOINED.sub(rf"\1{NBSP}", pieces[place])
        plain = _COUNTED.sub(rf"\1{NBSP}", plain)
        if place + 1 < len(pieces):
            plain = re.sub(r"(№|No\.|Nr\.|п\.|ст\.|cl\.) $", rf"\1{NBSP}", plain)
        pieces[place] = plain.replace(" — ", f"{NBSP}— ")
    return "".join(pieces)


def plain(text: str) -> str:
    """The text without marks of emphasis."""
    return re.sub(r"\*+", "", text)

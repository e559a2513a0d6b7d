"""What conditions leave empty is made whole again: a cell keeps its paragraph, a table without rows goes."""

import re

_EMPTY_TABLE = re.compile(
    r"<w:tbl>(?:<w:tblPr>(?:(?!</w:tblPr>).)*</w:tblPr>|<w:tblPr/>)?(?:<w:tblGrid>(?:(?!</w:tblGrid>).)*</w:tblGrid>|<w:tblGrid/>)</w:tbl>",
    re.DOTALL,
)
_EMPTY_ROW = re.compile(r"<w:tr(?: [^>]*)?>(?:<w:trPr>(?:(?!</w:trPr>).)*</w:trPr>)?</w:tr>", re.DOTALL)
_EMPTY_FRAME = re.compile(r"(<w:(hdr|ftr|footnote|endnote|txbxContent)(?: [^>]*)?>)(</w:\2>)")
_FRAMES = ("hdr", "ftr", "footnote", "endnote", "txbxContent")
_EMPTY_STORY = "<w:p/>"


def mend(xml: str) -> str:
    """The text of a filled part, its frames never empty. Values are escaped, so markup here is the template's own.

    Counting tells in microseconds whether there is anything to mend.
    """
    if xml.count("></w:tr>") != xml.count("</w:tc></w:tr>"):
        xml = _EMPTY_ROW.sub("", xml)
    if "<w:tbl>" in xml:
        if "</w:tblGrid></w:tbl>" in xml or "<w:tblGrid/></w:tbl>" in xml:
            xml = _EMPTY_TABLE.sub("", xml)
        xml = xml.replace("</w:tcPr></w:tc>", "</w:tcPr><w:p/></w:tc>").replace("<w:tc></w:tc>", "<w:tc><w:p/></w:tc>")
        xml = xml.replace("</w:tbl></w:tc>", "</w:tbl><w:p/></w:tc>")
    if any(xml.count(f"></w:{name}>") != xml.count(f"</w:p></w:{name}>") for name in _FRAMES):
        xml = _EMPTY_FRAME.sub(rf"\1{_EMPTY_STORY}\3", xml)
    return xml

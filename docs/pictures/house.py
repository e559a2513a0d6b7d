"""Draws ``house.svg`` from the code: the subjects in their order, the rooms of each, and who uses whom.

Run as ``python docs/pictures/house.py``; a test keeps the picture true.
"""

import ast
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
#: Layers from the top; subjects beside each other do not know each other.
LAYERS = (
    ("cli", "scheduler"),
    ("app",),
    ("operations",),
    ("overview",),
    ("reminders",),
    ("claims",),
    ("documents",),
    ("money",),
    ("registry",),
    ("parties",),
    ("people",),
    ("docx", "tabular", "mail"),
    ("language", "law"),
    ("kernel",),
)
_WIDTH, _HEIGHT, _GAP, _LEFT = 900, 46, 10, 20
_STYLE = (
    "text{font-family:Georgia,'Times New Roman',serif;fill:#1d2a26}.room{font-size:13px;fill:#55645e}"
    ".name{font-size:17px;font-weight:bold}.use{font-size:12px;fill:#55645e}rect{fill:#f6f4ee;stroke:#b9c2ba}"
)


def draw() -> str:
    """The picture as SVG."""
    uses, rooms = _uses(), _rooms()
    parts, y = [], 16
    for layer in LAYERS:
        wide = (_WIDTH - 2 * _LEFT - _GAP * (len(layer) - 1)) // len(layer)
        for place, name in enumerate(layer):
            x = _LEFT + place * (wide + _GAP)
            below = ", ".join(each for row in LAYERS for each in row if each in uses[name])
            parts.append(f'<rect x="{x}" y="{y}" width="{wide}" height="{_HEIGHT}" rx="6"/>')
            parts.append(f'<text class="name" x="{x + 12}" y="{y + 20}">{name}</text>')
            parts.append(f'<text class="room" x="{x + 12}" y="{y + 37}">{rooms[name]}</text>')
            if below and len(layer) == 1:
                parts.append(
                    f'<text class="use" x="{x + wide - 12}" y="{y + 20}" text-anchor="end">uses {below}</text>'
                )
        y += _HEIGHT + _GAP
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{y + 6}" viewBox="0 0 {_WIDTH} {y + 6}">'
    return "\n".join([head, f"<style>{_STYLE}</style>", *parts, "</svg>"]) + "\n"


def _subject(module: str) -> str:
    first, _, rest = module.partition(".")
    return first if first == "scheduler" else rest.partition(".")[0]


def _uses() -> dict[str, set[str]]:
    """By subject, the others it imports from; the kernel is everybody's and is not named."""
    found: dict[str, set[str]] = defaultdict(set)
    known = {each for layer in LAYERS for each in layer}
    for package in ("contracts", "scheduler"):
        for path in sorted((ROOT / package).rglob("*.py")):
            own = _subject(".".join(path.relative_to(ROOT).with_suffix("").parts))
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.ImportFrom)
                    and node.module
                    and node.module.startswith(("contracts", "scheduler"))
                ):
                    names = [node.module] if node.module != "contracts" else [f"contracts.{a.name}" for a in node.names]
                    found[own] |= {_subject(each) for each in names} & known - {own, "kernel"}
    return found


def _rooms() -> dict[str, str]:
    """The folders of each subject, or how many modules it is."""
    found = {}
    for layer in LAYERS:
        for name in layer:
            folder = ROOT / name if name == "scheduler" else ROOT / "contracts" / name
            if not folder.is_dir():
                found[name] = "composition root: settings become one context"
                continue
            inner = sorted(each.name for each in folder.iterdir() if (each / "__init__.py").exists())
            found[name] = " · ".join(inner)
    return found


if __name__ == "__main__":
    (HERE / "house.svg").write_text(draw(), encoding="utf-8")

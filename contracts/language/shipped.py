"""Where the templates lie that people may edit: ``templates/`` beside the packages, inside ``contracts`` in a wheel."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


@cache
def templates() -> Path:
    """The folder of shipped templates: of the source tree if this runs from one, else of the installed package."""
    beside = _PACKAGE.parent / "templates"
    return beside if (_PACKAGE.parent / "pyproject.toml").is_file() and beside.is_dir() else _PACKAGE / "templates"

"""What is drawn and written from the code is as the code says: the picture of the house, who may do what."""

import importlib.util
from types import ModuleType

from tests.house.code import ROOT


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_picture_of_the_house_is_true() -> None:
    drawn = _script("pictures/house").draw()
    assert (ROOT / "docs/pictures/house.svg").read_text(encoding="utf-8") == drawn, "run python docs/pictures/house.py"


def test_the_pages_of_rights_are_true() -> None:
    for path, text in _script("rights").pages().items():
        assert path.read_text(encoding="utf-8") == text, "run python docs/rights.py"

"""What pyproject.toml cannot say: the top folder ``templates`` is shipped inside the package ``contracts``."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent


class BuildWithTemplates(build_py):
    """Copies the templates into the wheel; an editable install reads them where they lie."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            shutil.copytree(HERE / "templates", Path(self.build_lib, "contracts", "templates"), dirs_exist_ok=True)


setup(cmdclass={"build_py": BuildWithTemplates})

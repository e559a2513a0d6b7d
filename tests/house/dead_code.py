"""What no path of the product uses: ``python -m tests.house.dead_code`` names it, ``make lint`` refuses it.

Commands are named in tables and columns by the database; both count as used.
"""

import csv
import re
import sys

from vulture import Vulture

from tests.house.code import ROOT, modules, text_of

#: Names other programs call: typer, click, pydantic, alembic, logging, string templates.
CALLED_FROM_OUTSIDE = frozenset(
    {
        *("format_usage", "format_options", "list_commands", "get_command", "resolve_command", "parse_args", "invoke"),
        *("shell_complete", "context_class", "allow_extra_args", "table", "impl", "cache_ok", "process_bind_param"),
        *("process_result_value", "model_config", "format", "settings_customise_sources", "_output_child_pre"),
        *("_output_child_post", "getitem", "is_safe_callable", "_check_codes_and_lengths", "Sockets"),
    }
)


def unused() -> list[str]:
    """One line for each function, class, method or constant nobody uses."""
    finder = Vulture()
    finder.scavenge([str(ROOT / "contracts"), str(ROOT / "scheduler")], exclude=["*/migrations/*"])
    named = _named_in_tables() | CALLED_FROM_OUTSIDE
    found = (each for each in finder.get_unused_code(min_confidence=60) if each.typ in ("function", "class", "method"))
    return [
        f"{each.filename.relative_to(ROOT)}:{each.first_lineno}: {each.typ} {each.name} is used nowhere"
        for each in found
        if each.name not in named and not each.name.startswith("visit_") and not _is_a_door(each.name)
    ]


def _named_in_tables() -> set[str]:
    """Functions named as ``module:function``, in the table of commands or by a command, and by compiled templates."""
    with (ROOT / "contracts/cli/commands.csv").open(encoding="utf-8", newline="") as lines:
        named = {row["place"].partition(":")[2] for row in csv.DictReader(lines)}
    pattern = re.compile(r"\"(?:[a-z_.]+:|environment\.)(\w+)[\"(]")
    return named.union(*(pattern.findall(text_of(path)) for path in modules().values()))


def _is_a_door(name: str) -> bool:
    """Validators of settings are called by their decorator."""
    return any(
        re.search(rf"@(?:field|model)_validator\([^\n]*\n(?:    @classmethod\n)?    def {name}\(", text_of(path))
        for path in modules().values()
    )


if __name__ == "__main__":
    lines = unused()
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.exit(bool(lines))

"""Branch coverage by kind of room: ``python -m tests.house.coverage`` after ``make cover`` says what is reached."""

import sys

from coverage import Coverage

from tests.house.code import ROOT

#: The least per cent of each kind of room, and of the whole.
LEAST = {"rules": 97.0, "queries": 90.0, "use cases": 90.0, "faces": 80.0, "toolkits": 90.0, "whole": 90.0}
_TOOLKITS = ("kernel", "language", "law", "docx", "tabular", "mail")


def room_of(path: str) -> str:
    """The kind of room a file belongs to."""
    parts = path.split("/")
    if "rules" in parts or parts[-1] == "rules.py":
        return "rules"
    if "queries" in parts or parts[-1] == "queries.py":
        return "queries"
    if parts[0] == "scheduler" or "cli" in parts:
        return "faces"
    return "toolkits" if parts[1] in _TOOLKITS else "use cases"


def report() -> tuple[dict[str, float], list[tuple[float, str]]]:
    """Per cent by room, and the files that are reached least, with their own per cent."""
    data = Coverage(data_file=str(ROOT / ".coverage"), config_file=str(ROOT / "pyproject.toml"))
    data.load()
    reached: dict[str, list[int]] = {name: [0, 0] for name in LEAST}
    files = []
    for name in data.get_data().measured_files():
        numbers = data._analyze(name).numbers
        whole = numbers.n_statements + numbers.n_branches
        done = numbers.n_executed + numbers.n_executed_branches
        path = name.removeprefix(f"{ROOT}/")
        for room in (room_of(path), "whole"):
            reached[room][0] += done
            reached[room][1] += whole
        if whole:
            files.append((100 * done / whole, path))
    return {room: 100 * done / whole if whole else 100.0 for room, (done, whole) in reached.items()}, sorted(files)


if __name__ == "__main__":
    rooms, thin = report()
    for room, share in rooms.items():
        sys.stdout.write(f"{room:10} {share:5.1f} %   at least {LEAST[room]:.0f}\n")
    sys.stdout.write("".join(f"  {share:5.1f} %  {path}\n" for share, path in thin[:25]))
    sys.exit(any(share < LEAST[room] for room, share in rooms.items()))

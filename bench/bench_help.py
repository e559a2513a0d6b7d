"""`contracts --help` against a bare interpreter: the price of starting the program."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 15
CONTRACTS = str(Path(sys.executable).with_name("contracts"))
CASES = {
    "python -c pass (floor)": [sys.executable, "-c", "pass"],
    "python -c 'import typer' (baseline)": [sys.executable, "-c", "import typer"],
    "contracts --help": [CONTRACTS, "--help"],
    "contracts contract list --help": [CONTRACTS, "contract", "list", "--help"],
}


def main() -> None:
    """Run every case once a round and print medians."""
    taken: dict[str, list[float]] = {name: [] for name in CASES}
    for _ in range(ROUNDS + 1):
        for name, command in CASES.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            taken[name].append(time.perf_counter() - start)
    floor = statistics.median(taken["python -c pass (floor)"][1:])
    print(f"start-up, median of {ROUNDS} (aim: --help under 0.2 s)")
    for name, seconds in taken.items():
        median = statistics.median(seconds[1:])
        print(f"  {name:<38} {median * 1000:7.0f} ms   {median / floor:5.1f} x floor")


if __name__ == "__main__":
    main()

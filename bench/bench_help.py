"""`contracts --help` against a bare interpreter: the price of starting the program, compiled as an installed one is.

Beside the time on the clock stands the processor time, which neighbours move less.
"""

import os
import resource
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
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in CASES}
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(ROUNDS + 1):
        for name, command in CASES.items():
            start, used = time.perf_counter(), _processor()
            subprocess.run(command, check=True, capture_output=True, env=compiled)
            taken[name].append((time.perf_counter() - start, _processor() - used))
    print(f"start-up, median of {ROUNDS} (aim: --help under 0.2 s)")
    floor = 0.0
    for name, seconds in taken.items():
        median, used = (statistics.median(each) for each in zip(*seconds[1:], strict=True))
        floor = floor or used
        times = f"{median * 1000:7.0f} ms   processor {used * 1000:5.0f} ms"
        print(f"  {name:<38} {times}   {used / floor:5.1f} x floor")


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()

"""``python -m tests.golden.update [AREA …]``: the goldens become what the program says now; read the diff."""

import sys

from tests.golden.comparison import AREAS, renew

for area in sys.argv[1:] or AREAS:
    sys.stdout.write(f"{area}\n{renew(area)}".strip() + "\n")

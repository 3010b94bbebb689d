"""Hold the pinned modules at full coverage, branches included.

`python -m tests.architecture.pinned_coverage coverage.json` reads the report of coverage.py and
ends with 1 where a pinned module has a line or branch that no test takes. A pin on a package holds
for every module in it; a module of a pinned package that the report lacks was never measured.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "assessor_app"
PINNED = (
    "domain",
    "vault",
    "store",
    "conference",
    "reading/cache",
    "reading/requests",
    "report/signing",
    "report/verification",
)


def pinned_modules(root: Path) -> list[str]:
    """Return the pinned modules' paths as the report names them."""
    modules = (file.relative_to(root) for file in sorted((root / PACKAGE).rglob("*.py")))
    return [module.as_posix() for module in modules if _is_pinned(module)]


def _is_pinned(module: Path) -> bool:
    name = module.relative_to(PACKAGE).with_suffix("").as_posix()
    return any(name == pin or name.startswith(f"{pin}/") for pin in PINNED)


def shortfalls(report: dict[str, Any], modules: list[str]) -> list[str]:
    """Return one line per pinned module that is not covered in full."""
    if not report["meta"]["branch_coverage"]:
        return ["the report holds no branches"]
    return [line for module in modules if (line := _shortfall(report["files"].get(module), module))]


def _shortfall(measured: dict[str, Any] | None, module: str) -> str | None:
    if measured is None:
        return f"{module}: not measured"
    lines: list[int] = measured["missing_lines"]
    branches = [pair for pair in measured["missing_branches"] if pair[0] not in lines]
    if not lines and not branches:
        return None
    jumps = [f"{start}→{'exit' if end < 0 else end}" for start, end in branches]
    return f"{module}: " + ", ".join([*spans(lines), *jumps])


def spans(numbers: list[int]) -> list[str]:
    """Return ascending numbers with neighbours drawn together: `3`, `5-8`."""
    ends = [each for each in numbers if each + 1 not in numbers]
    starts = [each for each in numbers if each - 1 not in numbers]
    pairs = zip(starts, ends, strict=True)
    return [f"{start}-{end}" if end > start else f"{start}" for start, end in pairs]


def main(arguments: list[str]) -> int:
    """Print what falls short; exit status 1 when anything does."""
    report = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    found = shortfalls(report, pinned_modules(ROOT))
    sys.stdout.write("".join(f"{line}\n" for line in found))
    sys.stdout.write(f"pinned modules short of 100 %: {len(found)}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`python -m tests.benchmarks`: print every comparison."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.benchmarks import importing

FOLDER = Path(__file__).resolve().parents[2] / ".benchmarks"

if __name__ == "__main__":
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    try:
        print(importing.measure(FOLDER))
    finally:
        shutil.rmtree(FOLDER)

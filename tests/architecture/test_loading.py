"""What a process of the program holds once every module is loaded, and what it did to get there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# The worker's modules run in a process of their own; the window is loaded for a window only;
# Alembic itself loads the migrations.
ELSEWHERE = ("assessor_app.engine.worker", "assessor_app.ui", "assessor_app.store.migrations")
FOREIGN = ("PySide6", "pymupdf", "pypdfium2", "onnxruntime", "torch")

PROBE = """
import importlib, json, pkgutil, sys
sockets = []
sys.addaudithook(lambda event, given: sockets.append(given) if event == "socket.__new__" else None)
import assessor_app
names = [each.name for each in pkgutil.walk_packages(assessor_app.__path__, "assessor_app.")]
chosen = [name for name in names if not name.startswith(tuple(sys.argv[1:]))]
for name in chosen:
    importlib.import_module(name)
print(json.dumps({"modules": chosen, "loaded": sorted(sys.modules), "sockets": len(sockets)}))
"""


def test_loading_everything_brings_no_page_engine_and_opens_no_socket() -> None:
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROBE, *ELSEWHERE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    assert "assessor_app.cli.main" in found["modules"]
    assert [name for name in found["loaded"] if name.partition(".")[0] in FOREIGN] == []
    assert found["sockets"] == 0


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    probe = (
        "import sys\nfrom assessor_app import bootstrap\n"
        "try:\n    bootstrap.run(['--help'])\nexcept SystemExit:\n    pass\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=False
    )
    loaded = set(result.stderr.split())
    assert "assessor_app" in loaded, result.stderr
    assert loaded.isdisjoint({"PySide6", "pymupdf", "pypdfium2", "pyhanko", "alembic"})

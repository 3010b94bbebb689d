"""What the worker may not do, asked of a process that has confined itself."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

from assessor_app.engine.protocol import (
    EndOfPipeError,
    ProtocolError,
    parse_page,
    parse_probe,
    read_frame,
    write_frame,
)

# Past Python and its audit hook, as code that took over the process would go.
_BARE = (
    "import ctypes, os; libc = ctypes.CDLL(None, use_errno=True);"
    "fail = lambda: (_ for _ in ()).throw(OSError(ctypes.get_errno(), 'refused'));"
)
_CONFINED = "from assessor_app.engine.worker_confinement import confine; confine()\n"


def _run_confined(script: str, folder: Path, *, before: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-c", before + _CONFINED + script, str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr.strip().rpartition("\n")[2] if done.returncode else "allowed"


@pytest.mark.parametrize(
    "script",
    [
        "import socket; socket.socket()",
        "import subprocess; subprocess.run(['true'])",
        "import sys; open(sys.argv[1] + '/out', 'w')",
        "import sys, os; os.system('true')",
    ],
)
@pytest.mark.parametrize(
    "system",
    [
        "",
        # Another processor than the filter knows, and a system that has none of Linux's means.
        "import platform; platform.machine = lambda: 'riscv64'\n",
        "import sys; sys.platform = 'darwin'\n",
        "import sys; sys.platform = 'win32'\n",
    ],
)
def test_confined_code_may_not(system: str, script: str, tmp_path: Path) -> None:
    said = _run_confined(script, tmp_path, before=system)
    assert said.startswith("PermissionError")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kernel limits of Linux")
@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("import os, sys; os.open(sys.argv[1], os.O_TMPFILE | 2)", "PermissionError"),
        ("import os, sys; os.mkdir(sys.argv[1] + '/new')", "PermissionError"),
        ("import os, sys; os.rmdir(sys.argv[1])", "PermissionError"),
        ("import os; os.fork()", "PermissionError"),
        (f"{_BARE}assert libc.socket(2, 1, 0) == -1; fail()", "PermissionError"),
        (f"{_BARE}assert libc.execv(b'/bin/true', None) == -1; fail()", "PermissionError"),
        ("bytearray(5 * 1024 ** 3)", "MemoryError"),
    ],
)
def test_the_kernel_refuses_too(script: str, error: str, tmp_path: Path) -> None:
    assert _run_confined(script, tmp_path).startswith(error)


def test_threads_and_reading_stay_allowed(tmp_path: Path) -> None:
    script = (
        "import pathlib, threading\n"
        "thread = threading.Thread(target=pathlib.Path('/proc/self/statm').read_text)\n"
        "thread.start(); thread.join()\n"
    )
    assert _run_confined(script, tmp_path) == "allowed"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_no_privileges_and_no_core_dump(tmp_path: Path) -> None:
    script = (
        "import pathlib, resource\n"
        "assert 'NoNewPrivs:\\t1' in pathlib.Path('/proc/self/status').read_text()\n"
        "assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)\n"
    )
    assert _run_confined(script, tmp_path) == "allowed"


def test_the_worker_loads_nothing_that_phones_home(tmp_path: Path) -> None:
    script = (
        "import sys, assessor_app.engine.worker\n"
        "assert not {'onnxruntime', 'numpy', 'http.client'} & set(sys.modules)\n"
    )
    assert _run_confined(script, tmp_path) == "allowed"


def test_frames_survive_the_pipe() -> None:
    pipe = BytesIO()
    write_frame(pipe, {"naam": "cliënt"}, b"\x00\xff")
    pipe.seek(0)
    assert read_frame(pipe) == ({"naam": "cliënt"}, b"\x00\xff")
    with pytest.raises(EndOfPipeError):
        read_frame(pipe)


@pytest.mark.parametrize("head", [b"[]", b"{", b'"x"', b"[" * 100_000])
def test_a_header_must_be_an_object(head: bytes) -> None:
    pipe = BytesIO(len(head).to_bytes(4, "big") + bytes(4) + head)
    with pytest.raises(ProtocolError):
        read_frame(pipe)


def test_a_frame_over_its_limit_is_not_read() -> None:
    with pytest.raises(ProtocolError):
        read_frame(BytesIO(b"\xff" * 8))


def _page(**changed: object) -> dict[str, object]:
    page: dict[str, object] = {
        "number": 1,
        "status": "ok",
        "text": "een twee",
        "words": [[0, 3, 0, 0, 10, 10]],
        "size": [100, 100],
    }
    return page | changed


def test_a_page_is_read_strictly() -> None:
    assert parse_page(_page()).words[0].end == 3


@pytest.mark.parametrize(
    "changed",
    [
        {"words": [[0, 9, 0, 0, 10, 10]]},
        {"words": [[2, 2, 0, 0, 10, 10]]},
        {"words": [[0, 3, 0, 0, 10, 10_001]]},
        {"words": [[0, 3, 0, 0, 10]]},
        {"words": [[0, 3, 0.5, 0, 10, 10]]},
        {"words": [["0", 3, 0, 0, 10, 10]]},
        {"words": 5},
        {"text": None},
        {"text": "x" * 1_000_001},
        {"number": -1},
        {"number": True},
        {"size": [1]},
        {"status": "splendid"},
    ],
)
def test_a_page_that_does_not_fit_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(ProtocolError):
        parse_page(_page(**changed))


def test_a_probe_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ProtocolError):
        parse_probe({"status": "ok", "pages": 1})

"""The lock file is in step with `pyproject.toml`, complete, hashed, and names no host."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUN_TIME = [Requirement(each) for each in PROJECT["project"]["dependencies"]]
DEVELOPMENT = [Requirement(each) for each in PROJECT["dependency-groups"]["dev"]]
ENTRY = re.compile(r"^(?P<requirement>[^\s#][^\\]*?)\s*\\?$", re.MULTILINE)


def _pins() -> dict[str, Requirement]:
    entries = (Requirement(each["requirement"]) for each in ENTRY.finditer(LOCK))
    return {canonicalize_name(entry.name): entry for entry in entries}


PINS = _pins()


def _version(pin: Requirement) -> str:
    (specifier,) = pin.specifier
    assert specifier.operator == "=="
    return specifier.version


def _applies(requirement: Requirement, extras: frozenset[str] = frozenset()) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": each}) for each in extras | {""})


@pytest.mark.parametrize("direct", RUN_TIME + DEVELOPMENT, ids=lambda each: each.name)
def test_each_direct_dependency_is_pinned_within_its_range(direct: Requirement) -> None:
    pin = PINS[canonicalize_name(direct.name)]
    assert direct.specifier.contains(Version(_version(pin)))


def _reached() -> dict[str, list[Requirement]]:
    """Return, for every package reached from the direct ones, the demands made on it."""
    demands: dict[str, list[Requirement]] = {}
    waiting = [each for each in RUN_TIME + DEVELOPMENT if _applies(each)]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        demand = waiting.pop()
        name = canonicalize_name(demand.name)
        demands.setdefault(name, []).append(demand)
        visit = (name, frozenset(demand.extras))
        if visit not in seen:
            seen.add(visit)
            asked = map(Requirement, importlib.metadata.requires(name) or [])
            waiting += [each for each in asked if _applies(each, visit[1])]
    return demands


def test_the_lock_is_closed_and_holds_nothing_else() -> None:
    demands = _reached()
    needed_here = {name for name, pin in PINS.items() if _applies(pin)}
    assert sorted(demands.keys() ^ needed_here) == []
    unmet = [
        f"{name} {_version(PINS[name])}: {demand}"
        for name, each in demands.items()
        for demand in each
        if not demand.specifier.contains(Version(_version(PINS[name])), prereleases=True)
    ]
    assert unmet == []


def test_the_environment_holds_what_is_locked() -> None:
    differing = {
        name: importlib.metadata.version(name)
        for name, pin in PINS.items()
        if _applies(pin) and importlib.metadata.version(name) != _version(pin)
    }
    assert differing == {}


def test_every_pin_has_hashes_and_no_host_is_named() -> None:
    blocks = re.split(r"^(?=[^\s#])", LOCK, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(PINS)
    assert [block for block in blocks if "--hash=sha256:" not in block] == []
    assert re.findall(r"://|--(?:extra-)?index|--find-links|--trusted| @ ", LOCK) == []


def test_what_phones_home_stays_out() -> None:
    assert PINS.keys().isdisjoint({"onnxruntime", "pymupdf", "pymupdf-layout"})


def _imported() -> Iterator[str]:
    for file in [ROOT / "main.py", *(ROOT / "assessor_app").rglob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.partition(".")[0]


def test_what_the_program_imports_is_declared() -> None:
    providers = importlib.metadata.packages_distributions()
    declared = {canonicalize_name(each.name) for each in RUN_TIME}
    foreign = set(_imported()) - set(sys.stdlib_module_names) - {"assessor_app"}
    undeclared = [
        name
        for name in sorted(foreign)
        if declared.isdisjoint(canonicalize_name(each) for each in providers.get(name, []))
    ]
    assert undeclared == []

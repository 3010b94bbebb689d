"""The shape that architecture and style prescribe: sizes, names, and verbs for every action."""

from __future__ import annotations

import ast
import importlib
import inspect
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "assessor_app"
PLACES = ("main.py", "assessor_app", "packaging", "resources", "tests")

LONGEST_FUNCTION = 60
LONGEST_FUNCTION_OF_MOST = 30
LONGEST_FILE = 400
MOST_METHODS = 20
VAGUE_NAMES = frozenset(
    {"common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _files() -> list[Path]:
    found: list[Path] = []
    for place in PLACES:
        path = ROOT / place
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return found


FILES = _files()


def _functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _length(node: Function | ast.ClassDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def too_large(text: str) -> list[str]:
    """Return what exceeds the sizes of functions, classes and files."""
    tree = ast.parse(text)
    found = [
        f"{node.name}: {_length(node)} lines"
        for node in _functions(tree)
        if _length(node) > LONGEST_FUNCTION
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            methods = sum(isinstance(each, Function) for each in node.body)
            if methods > MOST_METHODS:
                found.append(f"{node.name}: {methods} methods")
    lines = len(text.splitlines())
    return found + ([f"{lines} lines"] if lines > LONGEST_FILE else [])


def test_nothing_is_too_large() -> None:
    found = {
        file.relative_to(ROOT).as_posix(): sizes
        for file in FILES
        if (sizes := too_large(file.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_most_functions_are_short() -> None:
    lengths = [
        _length(node)
        for file in PROGRAM.rglob("*.py")
        for node in _functions(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert statistics.quantiles(lengths, n=10)[-1] <= LONGEST_FUNCTION_OF_MOST


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("def planted():\n" + "    pass\n" * 60, "planted: 61 lines"),
        ("class Planted:\n" + "    def f(self): ...\n" * 21, "Planted: 21 methods"),
        ("pass\n" * 401, "401 lines"),
    ],
)
def test_a_planted_size_is_found(text: str, finding: str) -> None:
    assert too_large(text) == [finding]


def test_no_module_has_a_vague_name() -> None:
    names = {
        part: file
        for file in FILES
        for part in file.relative_to(ROOT).with_suffix("").parts
        if not VAGUE_NAMES.isdisjoint(part.split("_"))
    }
    assert names == {}


def imports_at_run_time(text: str, package: str) -> list[int]:
    """Return the lines that import `package` other than for type checking."""
    tree = ast.parse(text)
    for_types = {
        below
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for part in node.body
        for below in ast.walk(part)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom) and node not in for_types
        if any(_is_within(name, package) for name in _names(node))
    ]


def _names(node: ast.Import | ast.ImportFrom) -> list[str]:
    prefix = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
    return [f"{prefix}{alias.name}" for alias in node.names]


def _is_within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def test_command_line_and_window_know_the_store_by_its_types_only() -> None:
    found = {
        file.relative_to(ROOT).as_posix(): lines
        for folder in ("cli", "ui")
        for file in (PROGRAM / folder).rglob("*.py")
        if (lines := imports_at_run_time(file.read_text(encoding="utf-8"), "assessor_app.store"))
    }
    assert found == {}


def test_a_planted_import_at_run_time_is_found() -> None:
    planted = (
        "if TYPE_CHECKING:\n    from assessor_app.store.workspace import Workspace\n"
        "def show():\n    from assessor_app.store.workspace import Workspace\n"
        "from assessor_app import store\nimport assessor_app.storehouse\n"
    )
    assert sorted(imports_at_run_time(planted, "assessor_app.store")) == [4, 5]


def _actions() -> list[str]:
    return [f"assessor_app.{each.parent.name}.actions" for each in PROGRAM.glob("*/actions.py")]


def public_functions(module: str) -> list[str]:
    """Return the verbs that a stage offers."""
    members = inspect.getmembers(importlib.import_module(module), inspect.isfunction)
    return [name for name, each in members if each.__module__ == module and name[0] != "_"]


def names_used(files: list[Path]) -> set[str]:
    """Return every name that these modules import, or look up on something they imported."""
    used: set[str] = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                used.add(node.attr)
            elif isinstance(node, ast.ImportFrom):
                used.update(alias.name for alias in node.names)
    return used


def test_every_action_has_a_verb() -> None:
    used = names_used(sorted((PROGRAM / "cli").glob("*.py")))
    without = [
        f"{module}.{name}"
        for module in _actions()
        for name in public_functions(module)
        if name not in used
    ]
    assert without == []


def test_every_action_takes_keywords_only() -> None:
    """What an action works in comes first, by place; what it is about is named."""
    positional = [
        f"{module}.{name}({parameter.name})"
        for module in _actions()
        for name in public_functions(module)
        for parameter in inspect.signature(
            getattr(importlib.import_module(module), name)
        ).parameters.values()
        if parameter.kind not in {parameter.KEYWORD_ONLY, parameter.VAR_KEYWORD}
        and parameter.name not in {"workspace", "engine"}
    ]
    assert positional == []

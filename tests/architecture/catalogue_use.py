"""What the catalogue holds, and what the code asks of it, read from the syntax trees."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.pofile import read_po


def read_language(folder: Path) -> tuple[dict[str, str], list[str]]:
    """Return the sentences of one language by key, and what is wrong with the files."""
    sentences: dict[str, str] = {}
    faults: list[str] = []
    for part in sorted(folder.glob("*.po")):
        with part.open("rb") as stream:
            messages = read_po(stream, abort_invalid=True)
        faults += [f"{part.name}: obsolete {key}" for key in messages.obsolete]
        for message in messages:
            if not message.id:
                continue
            key = str(message.id)
            if key in sentences:
                faults.append(f"{part.name}: {key} for the second time")
            if message.fuzzy or not message.string:
                faults.append(f"{part.name}: {key} unfinished")
            sentences[key] = str(message.string)
    return sentences, faults


def placeholders(sentence: str) -> set[str]:
    """Return the names between braces, without format and attribute."""
    names = (name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None)
    return {name.partition(".")[0].partition("[")[0] for name in names}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One call for a sentence: the values it gives, or None when they cannot be read here."""

    place: str
    key: str
    values: frozenset[str] | None


@dataclass(kw_only=True)
class Use:
    """Everything the code asks: sentences by key, families of keys, other literal strings.

    `unprefixed` names the modules that build whole keys at run time.
    """

    asked: list[Asked] = field(default_factory=list)
    families: set[str] = field(default_factory=set)
    unprefixed: set[str] = field(default_factory=set)
    literals: set[str] = field(default_factory=set)


def read_code(files: Iterator[Path], root: Path) -> Use:
    """Return what these modules ask of the catalogue."""
    use = Use()
    for file in files:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        name = file.relative_to(root).as_posix()
        for node in ast.walk(tree):
            _read_node(node, name, use)
    return use


def _read_node(node: ast.AST, name: str, use: Use) -> None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        use.literals.add(node.value)
    if not isinstance(node, ast.Call):
        return
    place = f"{name}:{node.lineno}"
    if isinstance(node.func, ast.Attribute) and node.func.attr == "text" and node.args:
        _read_text(node, place, use)
    if isinstance(node.func, ast.Name) and node.args:
        if node.func.id == "RefusedError":
            _read_refusal(node, place, use)
        elif node.func.id == "Sentence":
            _read_sentence(node, place, use)


def _read_text(call: ast.Call, place: str, use: Use) -> None:
    argument = call.args[0]
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        if " " not in argument.value:  # SQL goes through a function of the same name
            use.asked.append(Asked(place=place, key=argument.value, values=_values(call)))
    elif isinstance(argument, ast.JoinedStr):
        first = argument.values[0]
        prefix = first.value if isinstance(first, ast.Constant) else ""
        if prefix:
            use.families.add(str(prefix))
        else:
            use.unprefixed.add(place.partition(":")[0])


def _read_refusal(call: ast.Call, place: str, use: Use) -> None:
    code = call.args[0]
    if isinstance(code, ast.Attribute) and ast.unparse(code.value) == "Code":
        key = f"error.{code.attr.lower()}"
        use.asked.append(Asked(place=place, key=key, values=_values(call)))


def _read_sentence(call: ast.Call, place: str, use: Use) -> None:
    key, given = call.args[0], call.args[1] if len(call.args) > 1 else ast.Dict([], [])
    if isinstance(key, ast.Constant):
        use.asked.append(Asked(place=place, key=str(key.value), values=_literal_keys(given)))


def _literal_keys(given: ast.expr) -> frozenset[str] | None:
    keys = given.keys if isinstance(given, ast.Dict) else [None]
    names = [str(key.value) for key in keys if isinstance(key, ast.Constant)]
    return frozenset(names) if len(names) == len(keys) else None


def _values(call: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name)


def unanswered(use: Use, sentences: dict[str, str]) -> list[str]:
    """Return the calls whose key is absent, or whose values are not the placeholders."""
    found = []
    for asked in use.asked:
        if asked.key not in sentences:
            found.append(f"{asked.place}: no {asked.key}")
        elif asked.values is not None and not _fits(asked, sentences[asked.key]):
            wanted = sorted(placeholders(sentences[asked.key]))
            found.append(f"{asked.place}: {asked.key} wants {wanted}, gets {sorted(asked.values)}")
    return found


def _fits(asked: Asked, sentence: str) -> bool:
    """A refusal may carry details its sentence leaves out; a sentence gets exactly its values."""
    wanted = placeholders(sentence)
    values = asked.values or frozenset()
    return wanted <= values if asked.key.startswith("error.") else wanted == values


def unused(use: Use, sentences: dict[str, str], families: tuple[str, ...]) -> list[str]:
    """Return the keys that no call, no literal and no declared family reaches."""
    return sorted(
        key for key in sentences if key not in use.literals and not key.startswith(families)
    )

"""A refusal as it has to be: a code, a sentence in each language, and nothing changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from assessor_app.errors import Code, RefusedError
from assessor_app.i18n import LANGUAGES, Catalogue
from assessor_app.store.workspace import Workspace
from tests.building.workspaces import store_snapshot

_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")  # a pattern that is quoted has braces too
# The database's own files: what is in them is compared row by row.
_DATABASE = ("workspace.db", "workspace.db-wal", "workspace.db-shm", "lock")


@cache
def _catalogue(language: str) -> Catalogue:
    return Catalogue(language)


def home_files(home: Path) -> dict[str, str]:
    """Every file below a home but the database, by its hash: ratchet, keys, packages, staging."""
    return {
        path.relative_to(home).as_posix(): hashlib.sha512(path.read_bytes()).hexdigest()
        for path in home.rglob("*")
        if path.is_file() and path.name not in _DATABASE
    }


def everything(workspace: Workspace) -> dict[str, object]:
    """Every row and every file of a workspace."""
    return {**store_snapshot(workspace), "files": home_files(workspace.home)}


def require_sentences(error: RefusedError) -> None:
    """Each language has its own sentence for the refusal, without a placeholder left."""
    sentences = [_catalogue(language).refusal(error) for language in LANGUAGES]
    assert all(sentences)
    assert len(set(sentences)) == len(LANGUAGES)
    assert not any(_PLACEHOLDER.search(sentence) for sentence in sentences)


@contextmanager
def refused(code: Code | set[Code], workspace: Workspace) -> Iterator[None]:
    """What the block does is refused with (one of) `code`, and leaves the workspace as it was."""
    before = everything(workspace)
    assert before["staging"] == {}
    with pytest.raises(RefusedError) as caught:
        yield
    assert caught.value.code in (code if isinstance(code, set) else {code})
    require_sentences(caught.value)
    assert everything(workspace) == before

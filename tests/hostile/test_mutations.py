"""A good package with bytes flipped, cut, put in or doubled: taken in or refused, never a crash.

The same mutations every time; `TWEELUIK_MUTATIONS` sets how many (see `make test-faults`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessor_app.engine.client import Engine
from assessor_app.errors import RefusedError
from assessor_app.intake.actions import import_package
from assessor_app.store.workspace import Workspace
from tests.building.docx import docx_of
from tests.building.packages import NORMS, PLAN, Bag, document, plan_pdf, small_portfolio
from tests.building.refusing import require_sentences
from tests.building.workspaces import new_workspace, running_engine, store_snapshot
from tests.building.zips import End, Member, zip_of
from tests.hostile.making import DOCX, raw_portfolio

TIMES = int(os.environ.get("TWEELUIK_MUTATIONS", "25"))
WORD = "documents/plan.docx"

Mutation = Callable[[bytes], bytes]


def _flip(data: bytes, at: int, bit: int) -> bytes:
    at %= len(data)
    return data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :]


def _put(data: bytes, at: int, gone: int, put: bytes) -> bytes:
    at %= len(data) + 1
    return data[:at] + put + data[at + gone :]


def _double(data: bytes, at: int, length: int) -> bytes:
    at %= len(data)
    return data[: at + length] + data[at:]


PLACE = st.integers(0, 2**20)
FLIPS = st.builds(lambda at, bit: lambda data: _flip(data, at, bit), PLACE, st.integers(0, 7))
PUTS = st.builds(
    lambda at, gone, put: lambda data: _put(data, at, gone, put),
    PLACE,
    st.integers(0, 300),
    st.binary(max_size=40)
    | st.sampled_from([b"PK\x05\x06", b"PK\x03\x04", b"\xff" * 8, b"\\ud800"]),
)
CUTS = st.builds(lambda at: lambda data: data[: at % len(data)], PLACE)
DOUBLES = st.builds(
    lambda at, length: lambda data: _double(data, at, length), PLACE, st.integers(1, 500)
)
MUTATIONS: st.SearchStrategy[Mutation] = FLIPS | PUTS | CUTS | DOUBLES


def _mutated_zip(mutate: Mutation) -> bytes:
    return mutate(Bag.of().zip())


def _mutated_wide_zip(mutate: Mutation) -> bytes:
    entries = [Member(n, d, deflate=True, wide=True) for n, d in Bag.of().files().items()]
    return mutate(zip_of(entries, end=End(wide=True)))


def _mutated_portfolio(mutate: Mutation) -> bytes:
    return raw_portfolio(mutate(Bag.of().payload["portfolio.json"]))


def _mutated_pdf(mutate: Mutation) -> bytes:
    return Bag.of(files={PLAN: mutate(plan_pdf())}).zip()


def _mutated_word_document(mutate: Mutation) -> bytes:
    listed = [document("plan", WORD, media_type=DOCX)]
    return Bag.of(small_portfolio(documents=listed), {WORD: mutate(docx_of(["Werkplan"]))}).zip()


def _mutated_list(mutate: Mutation) -> bytes:
    bag = Bag.of()
    text = mutate(bag.files()["manifest-sha512.txt"])
    return replace(bag, tags={"manifest-sha512.txt": text}).zip()


PLACES: dict[str, Callable[[Mutation], bytes]] = {
    "the zip": _mutated_zip,
    "a zip with Zip64": _mutated_wide_zip,
    "portfolio.json": _mutated_portfolio,
    "a PDF": _mutated_pdf,
    "a docx": _mutated_word_document,
    "the list of files": _mutated_list,
}


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    yield from running_engine()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with new_workspace(tmp_path_factory.mktemp("verminkt") / "home") as opened:
        yield opened


@pytest.mark.parametrize("place", PLACES)
def test_taken_in_or_refused(
    place: str, workspace: Workspace, engine: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "verminkt.portfolio.zip"

    @settings(
        max_examples=TIMES,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(MUTATIONS)
    def check(mutate: Mutation) -> None:
        path.write_bytes(PLACES[place](mutate))
        before = store_snapshot(workspace)
        try:
            import_package(workspace, engine, path=path, norms=NORMS)
        except RefusedError as error:
            require_sentences(error)
            assert store_snapshot(workspace) == before
        assert list((workspace.home / "staging").iterdir()) == []

    check()

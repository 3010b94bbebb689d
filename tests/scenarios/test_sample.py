"""The sample's natural course, played once by the demo: what its report says, and who signed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from assessor_app.domain.advice import AdviceDocument
from assessor_app.domain.values import AdviceOutcome, Level, Verdict
from assessor_app.report.actions import verify_report
from assessor_app.report.verification import State, Verification
from tests.building.command_line import Shell, run


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("demo") / "thuis"
    folder.mkdir()
    ran = run("demo", "--headless", "--home", folder, "--json")
    assert ran.status == 0, ran.output
    data: dict[str, Any] = ran.data
    return data


@pytest.fixture(scope="module")
def verified(played: dict[str, Any]) -> Verification:
    report = Path(played["report"])
    cards = tuple(sorted((report.parent / "exchange").glob("*.assessor")))
    assert len(cards) == 2
    return verify_report(path=report, cards=cards, require_known=True)


@pytest.fixture(scope="module")
def advice(verified: Verification) -> AdviceDocument:
    assert verified.document is not None
    return verified.document


def test_the_report_is_signed_by_both_and_sound(verified: Verification) -> None:
    assert verified.findings == ()
    assert verified.state is State.SIGNED
    assert len({signature.signer.number for signature in verified.signatures}) == 2


def test_poppler_finds_both_signatures_valid(played: dict[str, Any]) -> None:
    tool = shutil.which("pdfsig")
    assert tool is not None, "poppler-utils belongs to what the tests need"
    said = subprocess.run(
        [tool, "-nocert", played["report"]], capture_output=True, text=True, check=False
    ).stdout
    assert said.count("Signature is Valid") == 2
    assert said.count("Total document signed") == 1


def test_the_outcome_is_that_of_the_sample(advice: AdviceDocument) -> None:
    assert advice.outcome is AdviceOutcome.SUPPLEMENT
    insufficient = [row.id for row in advice.sections if row.verdict is Verdict.INSUFFICIENT]
    assert insufficient == ["C1.0", "C3.3"]
    assert len(advice.sections) == 22
    assert len(advice.indicators) == 108
    levels = {row.id: row.level for row in advice.indicators}
    assert levels["C1.0.7"] is Level.NOT_SHOWN
    assert advice.method.independence_proven
    assert advice.dissent is not None
    assert advice.dissent.outcome is AdviceOutcome.NEGATIVE


def test_each_workspace_is_whole(played: dict[str, Any]) -> None:
    for name, state in (("first", "signed"), ("second", "signed"), ("window", "imported")):
        shell = Shell(Path(played[name]))
        assert shell("check") == {"faults": []}
        assert shell("dossier", played["dossier"])["state"] == state


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_facts_are_told_in_words(played: dict[str, Any], language: str) -> None:
    shell = Shell(Path(played["first"]))
    said = shell.said("--language", language, "facts", played["dossier"])
    compared = {row["comparison"] for row in shell("facts", played["dossier"])["conditions"]}
    assert "not_computed" in compared
    assert "{" not in said
    assert len(said.splitlines()) > len(compared)

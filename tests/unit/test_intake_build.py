"""Building a package: the same bytes every time, and nothing that would not pass the check."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from assessor_app.domain.portfolio import Portfolio
from assessor_app.errors import Code, RefusedError, SeveralRefusedError
from assessor_app.intake.actions import build_package, check_package
from assessor_app.intake.portfolio_faults import SchemaRule
from assessor_app.intake.schema import FILE_NAME, portfolio_schema
from assessor_app.settings import ROOT, SCHEMA_FOLDER
from tests.building.command_line import run
from tests.building.packages import (
    DOSSIER,
    NORMS,
    PLAN,
    Bag,
    document,
    plan_pdf,
    small_portfolio,
    write_folder,
)


def _folder(tmp_path: Path, **changed: Any) -> Path:
    return write_folder(tmp_path / "map", small_portfolio(**changed), {PLAN: plan_pdf()})


def test_a_folder_becomes_a_sound_package(tmp_path: Path) -> None:
    output = tmp_path / "uit.portfolio.zip"
    built = build_package(folder=_folder(tmp_path), output=output, norms=NORMS)
    report = check_package(path=output, norms=NORMS)
    assert (report.sound, report.findings) == (True, ())
    assert (report.digest, report.package_id) == (built.digest, built.package_id)
    assert (built.documents, built.answers, str(built.dossier_id)) == (1, 1, DOSSIER)
    with zipfile.ZipFile(output) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "bagit.txt",
            "bag-info.txt",
            "manifest-sha512.txt",
            "tagmanifest-sha512.txt",
            "data/portfolio.json",
            "data/documents/plan.pdf",
        ]
        assert b"Bagging-Date: 2026-03-02" in archive.read("bag-info.txt")


def test_the_same_bytes_every_time(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "sources").mkdir()
    (folder / "sources" / "notities.txt").write_text("hoort er niet bij", encoding="utf-8")
    first, second = tmp_path / "een.zip", tmp_path / "twee.zip"
    build_package(folder=folder, output=first, norms=NORMS)
    (folder / PLAN).touch()
    build_package(folder=folder, output=second, norms=NORMS)
    assert first.read_bytes() == second.read_bytes()


def test_a_portfolio_with_hashes_is_bagged_untouched(tmp_path: Path) -> None:
    data = Bag.of().payload["portfolio.json"]
    folder = write_folder(tmp_path / "map", json.loads(data), {PLAN: plan_pdf()})
    (folder / "portfolio.json").write_bytes(data + b"\n")
    build_package(folder=folder, output=tmp_path / "uit.zip", norms=NORMS)
    with zipfile.ZipFile(tmp_path / "uit.zip") as archive:
        assert archive.read("data/portfolio.json") == data + b"\n"


def test_the_digest_is_of_the_contents_not_of_the_zip(tmp_path: Path) -> None:
    plain, packed = tmp_path / "een.zip", tmp_path / "twee.zip"
    plain.write_bytes(Bag.of().zip())
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(Bag.of().files().items(), reverse=True):
            archive.writestr(f"in-een-map/{name}", data)
        archive.writestr("in-een-map/.DS_Store", b"van een archiefprogramma")
    reports = [check_package(path=path, norms=NORMS) for path in (plain, packed)]
    assert [report.sound for report in reports] == [True, True]
    assert reports[0].digest == reports[1].digest


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"documents": []}, Code.DOCUMENT_UNLISTED),
        ({"documents": [document("weg", "documents/weg.pdf")]}, Code.DOCUMENT_MISSING),
        ({"documents": [document("plan", PLAN) | {"sha512": "0" * 128}]}, Code.WRONG_HASH),
        ({"framework": {"id": "onbekend", "version": "1"}}, Code.FRAMEWORK_UNKNOWN),
        ({"reference_date": "vandaag"}, Code.PORTFOLIO_INVALID),
    ],
)
def test_what_would_not_pass_is_not_written(
    tmp_path: Path, changed: dict[str, Any], code: Code
) -> None:
    output = tmp_path / "uit.portfolio.zip"
    output.write_bytes(b"van gisteren")
    with pytest.raises(RefusedError) as refusal:
        build_package(folder=_folder(tmp_path, **changed), output=output, norms=NORMS)
    assert refusal.value.code is code
    assert output.read_bytes() == b"van gisteren"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["map", "uit.portfolio.zip"]


def _wrong_folder(tmp_path: Path) -> Path:
    """A folder with five things wrong that a schema does not see."""
    listed = [document("plan", PLAN), document("weg", "documents/weg.pdf")]
    listed[0]["sections"] = ["H.1", "Y"]
    answer = small_portfolio()["answers"][0] | {"question": 9}
    folder = _folder(tmp_path, documents=listed, answers=[answer])
    (folder / "documents" / "los.txt").write_bytes(b"los")
    (folder / "documents" / "zip.pdf").symlink_to(folder / PLAN)
    return folder


def test_a_build_is_refused_with_everything_that_a_check_finds(tmp_path: Path) -> None:
    folder, output = _wrong_folder(tmp_path), tmp_path / "uit.zip"
    with pytest.raises(SeveralRefusedError) as refusal:
        build_package(folder=folder, output=output, norms=NORMS)
    told = [(each.code, each.details) for each in refusal.value.findings]
    found = check_package(path=folder, norms=NORMS).findings
    assert told == [(each.code, each.details) for each in found]
    assert [code.value for code, _ in told] == [
        "archive_special_file",
        "document_missing",
        "document_unlisted",
        "question_unknown",
        "section_unknown",
    ]
    assert (refusal.value.code, refusal.value.details) == told[0]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["map"]


def test_the_command_line_names_them_all(tmp_path: Path) -> None:
    text = EXAMPLE.replace('"C1.4"]', '"C9.9"]').replace('"question": 1', '"question": 44')
    folder, output = _documented_folder(tmp_path / "map", text), tmp_path / "uit.zip"
    ran = run("--language", "en", "package", "build", folder, "-o", output)
    checked = run("--language", "en", "package", "check", folder)
    assert (ran.status, ran.output, checked.status, checked.errors) == (1, "", 3, "")
    assert ran.errors == checked.output
    lines = ran.errors.splitlines()
    assert [line.rpartition("[")[2] for line in lines] == ["question_unknown]", "section_unknown]"]
    assert all(line.startswith("portfolio.json, line ") and "(/" in line for line in lines)
    as_json = run("--json", "package", "build", folder, "-o", output).data["error"]
    findings = as_json["details"]["findings"]
    assert findings == run("--json", "package", "check", folder).data["findings"]
    assert [set(each) for each in findings] == [{"code", "message", "details"}] * 2
    assert as_json["code"] == findings[0]["code"] == "question_unknown"
    assert not output.exists()


def test_a_folder_is_checked_as_the_package_would_be(tmp_path: Path) -> None:
    nested, alike = "documents/plan.zip", "documents/PLAN.pdf"
    files = {nested: Bag.of().zip(), PLAN: plan_pdf(), alike: b"x"}
    listed = [document("plan", PLAN), document("nest", nested)]
    folder = write_folder(tmp_path / "map", small_portfolio(documents=listed), files)
    codes = {each.code for each in check_package(path=folder, norms=NORMS).findings}
    assert codes == {Code.ARCHIVE_NESTED, Code.PATH_COLLISION, Code.DOCUMENT_UNLISTED}


def test_links_are_not_bagged(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "documents" / "link.pdf").symlink_to(folder / PLAN)
    with pytest.raises(RefusedError) as refusal:
        build_package(folder=folder, output=tmp_path / "uit.zip", norms=NORMS)
    assert refusal.value.code is Code.ARCHIVE_SPECIAL_FILE


def test_a_check_names_every_finding(tmp_path: Path) -> None:
    listed = [document("plan", PLAN), document("weg", "documents/weg.pdf")]
    bag = Bag.of(small_portfolio(documents=listed))
    path = tmp_path / "slecht.zip"
    path.write_bytes(bag.sealed_with({PLAN: b"iets anders", "documents/los.pdf": b"x"}))
    report = check_package(path=path, norms=NORMS)
    assert [(finding.code, finding.details["path"]) for finding in report.findings] == [
        (Code.BAG_FILE_UNLISTED, "data/documents/los.pdf"),
        (Code.DOCUMENT_MISSING, "documents/weg.pdf"),
        (Code.WRONG_HASH, "documents/plan.pdf"),
    ]
    assert report.documents == 2


def test_the_published_schema_is_the_models() -> None:
    assert (SCHEMA_FOLDER / FILE_NAME).read_bytes() == portfolio_schema()


def test_schema_and_model_agree_on_a_portfolio() -> None:
    schema = json.loads(portfolio_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    data = Bag.of().payload["portfolio.json"]
    validator.validate(json.loads(data))
    assert Portfolio.model_validate_json(data, strict=True).candidate.reference == "K-001"
    assert not validator.is_valid(json.loads(data) | {"cijfer": 8})
    assert not validator.is_valid(json.loads(data) | {"version": 2})


PAGE = (ROOT / "docs" / "portfolio-package.md").read_text(encoding="utf-8")
_FENCED = re.compile(r"^```(?P<name>[^\n]+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
FENCED = [(match["name"], match["text"]) for match in _FENCED.finditer(PAGE)]
EXAMPLE = dict(FENCED)["json"]
NOTES = "documents/coachingsplan.txt"


def _documented(name: str) -> str:
    """The one block of the page with this name."""
    (text,) = (text for called, text in FENCED if called == f"text {name}")
    return text


def _documented_folder(folder: Path, text: str) -> Path:
    written = write_folder(folder, {}, {NOTES: _documented(NOTES).encode()})
    (written / "portfolio.json").write_bytes(text.encode())
    return written


def test_the_documented_example_gives_the_documented_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _documented_folder(tmp_path / "voorbeeld", EXAMPLE)
    assert run("package", "check", "voorbeeld").status == 0
    built = run("--json", "package", "build", "voorbeeld", "-o", "case.portfolio.zip")
    assert built.output == _documented("build")
    assert run("package", "check", "case.portfolio.zip").status == 0
    with zipfile.ZipFile("case.portfolio.zip") as archive:
        for name in ("bagit.txt", "bag-info.txt", "manifest-sha512.txt"):
            assert archive.read(name) == _documented(name).encode()
        assert archive.read(f"data/{NOTES}") == _documented(NOTES).encode()


def test_the_documented_faults_are_what_check_says(tmp_path: Path) -> None:
    said = [text.strip() for name, text in FENCED if name == "text"]
    other_section = EXAMPLE.replace('"C1.4"]', '"C9.9"]')
    wrong = other_section.replace("6f1d2c3b-0a4e-4c58-9d27-5b8e1f0a7c11", "17")
    for text, expected in zip((wrong, other_section), said, strict=True):
        assert text != EXAMPLE
        folder = _documented_folder(tmp_path / "map", text)
        ran = run("--language", "en", "package", "check", folder)
        assert (ran.status, ran.output.strip()) == (3, expected)
    as_json = run("--language", "en", "--json", "package", "check", folder)
    assert as_json.output == _documented("check")


def test_the_page_names_every_field_and_every_rule() -> None:
    schema = json.loads(portfolio_schema())

    def fields(shape: dict[str, Any], place: str) -> Iterator[str]:
        kinds = [shape, *shape.get("anyOf", ())]
        named = [kind["$ref"].rpartition("/")[2] for kind in kinds if "$ref" in kind]
        if shape.get("type") == "array" and "$ref" in shape["items"]:
            named, place = [shape["items"]["$ref"].rpartition("/")[2]], f"{place}[]"
        inner = schema["$defs"][named[0]]["properties"] if named else {}
        if not inner:
            yield place
        for name, below in inner.items():
            yield from fields(below, f"{place}.{name}")

    every = [each for name, shape in schema["properties"].items() for each in fields(shape, name)]
    table = PAGE.partition("| field |")[2].partition("\n\n")[0]
    assert set(re.findall("`([a-z_0-9]+(?:[.\\[][a-z_0-9.\\[\\]]+)?)`", table)) >= set(every)
    assert len(every) > 50
    assert all(f"`{rule.value}`" in PAGE for rule in SchemaRule)


def test_the_documented_digest_is_the_one_used(tmp_path: Path) -> None:
    path = tmp_path / "proef.zip"
    path.write_bytes(Bag.of().zip())
    lines = Bag.of().files()["manifest-sha512.txt"].splitlines(keepends=True)
    expected = hashlib.sha512(b"".join(sorted(lines))).hexdigest()
    assert check_package(path=path, norms=NORMS).digest == expected

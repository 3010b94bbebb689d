"""Verbs of the advice: outcome, dissent, and the report built, signed and verified."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assessor_app.cli.secrets import read_line
from assessor_app.cli.session import FOUND_WANTING, Answer, Session
from assessor_app.domain.values import AdviceOutcome
from assessor_app.report import actions

if TYPE_CHECKING:
    import argparse

    from assessor_app.cli.parser import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Add `advice`, `dissent` and `report build|sign|receive|verify`."""
    for name, handler, key in (
        ("advice", propose_advice, "cli.help.advice"),
        ("dissent", dissent, "cli.help.dissent"),
    ):
        _add_outcome(verbs.add(name, handler, verbs.text(key)), verbs)
    report = verbs.group(verbs.add("report", None, verbs.text("cli.help.report")))
    build = report.add("build", build_report, report.text("cli.help.report_build"))
    build.add_argument("id")
    build.add_argument("-o", "--output", type=Path, required=True)
    build.add_argument("--signals", type=Path, help=report.text("cli.help.signals"))
    sign = report.add("sign", sign_report, report.text("cli.help.report_sign"))
    sign.add_argument("file", type=Path)
    sign.add_argument("-o", "--output", type=Path)
    sign.add_argument("--p12", type=Path)
    sign.add_argument(
        "--p12-passphrase-fd", type=int, help=report.text("cli.help.p12_passphrase_fd")
    )
    receive = report.add("receive", receive_report, report.text("cli.help.report_receive"))
    receive.add_argument("file", type=Path)
    verify = report.add("verify", verify_report, report.text("cli.help.report_verify"))
    verify.add_argument("file", type=Path)
    verify.add_argument("--card", type=Path, action="append", default=[])
    verify.add_argument("--roots", type=Path)
    verify.add_argument("--require-known", action="store_true")


def _add_outcome(parser: argparse.ArgumentParser, verbs: Verbs) -> None:
    parser.add_argument("id")
    parser.add_argument(
        "--outcome", required=True, choices=[outcome.value for outcome in AdviceOutcome]
    )
    parser.add_argument("--motivation", required=True)
    if parser.prog.endswith("advice"):
        parser.add_argument("--file", type=Path, help=verbs.text("cli.help.advice_file"))


def propose_advice(session: Session) -> Answer:
    arguments = session.arguments
    proposed = actions.propose_advice(
        session.workspace,
        dossier=session.dossier,
        outcome=AdviceOutcome(arguments.outcome),
        motivation=arguments.motivation,
        texts=arguments.file,
    )
    lines = [
        session.text(
            "cli.advice_proposed", outcome=session.text(f"adviceoutcome.{proposed.outcome}")
        )
    ]
    if proposed.suggestion is not None:
        suggested = session.text(f"adviceoutcome.{proposed.suggestion.outcome}")
        lines.append(session.text("cli.advice_suggestion", outcome=suggested))
    return Answer(vars(proposed), tuple(lines))


def dissent(session: Session) -> Answer:
    arguments = session.arguments
    outcome = AdviceOutcome(arguments.outcome)
    record = actions.dissent(
        session.workspace,
        dossier=session.dossier,
        outcome=outcome,
        motivation=arguments.motivation,
    )
    line = session.text("cli.dissented", outcome=session.text(f"adviceoutcome.{outcome.value}"))
    return Answer({"outcome": outcome, "record": record}, (line,))


def build_report(session: Session) -> Answer:
    output = session.arguments.output
    built = actions.build_report(
        session.workspace,
        dossier=session.dossier,
        output=output,
        catalogue=session.catalogue,
        signals=session.arguments.signals,
    )
    line = session.text("cli.report_built", path=output, pages=built.pages)
    return Answer(vars(built), (line,))


def sign_report(session: Session) -> Answer:
    arguments = session.arguments
    signed = actions.sign_report(
        session.workspace,
        path=arguments.file,
        output=arguments.output or arguments.file,
        certificate=arguments.p12,
        certificate_passphrase=_certificate_passphrase(session),
    )
    line = session.text("cli.report_signed", field=signed.field, path=signed.report)
    return Answer(vars(signed), (line,))


def receive_report(session: Session) -> Answer:
    received = actions.receive_report(session.workspace, path=session.arguments.file)
    key = "cli.report_known" if received.unchanged else "cli.report_received"
    line = session.text(key, path=received.report, count=received.signatures)
    return Answer(vars(received), (line,))


def _certificate_passphrase(session: Session) -> str:
    descriptor = session.arguments.p12_passphrase_fd
    return "" if descriptor is None else read_line(descriptor)


def verify_report(session: Session) -> Answer:
    arguments = session.arguments
    verified = actions.verify_report(
        path=arguments.file,
        cards=tuple(arguments.card),
        roots=arguments.roots,
        require_known=arguments.require_known,
    )
    lines = [session.text(f"verify.{verified.state.value}")]
    lines += [
        session.text(
            "verify.signature",
            field=signature.field,
            name=signature.signer.name,
            number=signature.signer.number,
            trust=session.text(f"trust.{signature.trust.value}"),
        )
        for signature in verified.signatures
    ]
    lines += [
        session.text(f"verify.{finding.flaw.value}", where=finding.where)
        for finding in verified.findings
        if finding.flaw.value != verified.state.value
    ]
    data = {
        "sound": verified.sound,
        "state": verified.state,
        "trust": verified.trust,
        "signatures": list(verified.signatures),
        "findings": [
            {"code": finding.flaw, "where": finding.where} for finding in verified.findings
        ],
    }
    return Answer(data, tuple(lines), 0 if verified.sound else FOUND_WANTING)

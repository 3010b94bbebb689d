"""A realistic advice document: the sample case's course, with all 108 indicators."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from assessor_app.domain.advice import (
    AdviceDocument,
    BodyFinding,
    ConditionRow,
    ConferenceFacts,
    ContradictionRow,
    Dissent,
    DocumentRow,
    FollowUp,
    FoundContradiction,
    IndicatorRow,
    InterviewDetails,
    LayerOrigin,
    Method,
    NoTies,
    PassageRow,
    Place,
    Published,
    RecordRow,
    ReportAssessor,
    SealedSheet,
    SectionRow,
    ShortfallRow,
    SignalAnnex,
    SignalRow,
    TopicRow,
)
from assessor_app.domain.bodies import RecordKind
from assessor_app.domain.framework import Framework, parse_framework
from assessor_app.domain.values import AdviceOutcome, Level, Outcome, Polarity, Route, Verdict
from assessor_app.settings import FRAMEWORK_FOLDER

FIRST = ("Annelies de Wit", "RJ-A-0012")
SECOND = ("Bram Oosterhuis", "RJ-A-0031")
_FALLEN = {"C1.0.7": Level.NOT_SHOWN, "C1.0.5": Level.PARTLY, "C3.3.4": Level.NOT_SHOWN}


def _digest(text: str) -> str:
    return hashlib.sha512(text.encode()).hexdigest()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def shipped_framework() -> Framework:
    name = "register-jobcoach-initial-1.3.toml"
    return parse_framework((FRAMEWORK_FOLDER / name).read_bytes(), name=name)


def assessors(*certificates: str | None) -> tuple[ReportAssessor, ...]:
    """Return both assessors, with the SHA-256 of the certificates they will sign with."""
    chosen = certificates or (None, None)
    return tuple(
        ReportAssessor(
            name=name,
            number=number,
            fingerprint="appel brug dorp fiets gras hout kaas lamp",
            certificate_sha256=certificate,
        )
        for (name, number), certificate in zip((FIRST, SECOND), chosen, strict=True)
    )


def sample_advice(**changes: Any) -> AdviceDocument:
    """Return the advice of the sample case; `changes` replace fields."""
    framework = shipped_framework()
    content: dict[str, Any] = {
        "drawn_up": datetime.date(2026, 4, 2),
        "outcome": AdviceOutcome.SUPPLEMENT,
        "motivation": (
            "De formele eisen zijn door de CI akkoord bevonden. Twentig van de "
            "tweeëntwintig onderdelen zijn voldoende; C1.0 en C3.3 nog niet."
        ).replace("Twentig", "Twintig"),
        "candidate": "RJ-2026-0147",
        "route": Route.FULL,
        "reference_date": datetime.date(2026, 3, 2),
        "dossier": "6f1c2f52-2a4c-4f0e-9a52-0f0a64a3f0c1",
        "package": _digest("package"),
        "framework": Published(
            id=framework.id,
            version=framework.version,
            title=framework.title,
            sha256=framework.sha256,
        ),
        "procedure": Published(
            id="default", version="1", title="Beoordelingsregels", sha256=_sha256("procedure")
        ),
        "assessors": assessors(),
        "method": _method(),
        "conditions": _conditions(framework),
        "contradictions": _CONTRADICTIONS,
        "summary": _SUMMARY,
        "sections": _sections(framework),
        "topics": _TOPICS,
        "strengths": _STRENGTHS,
        "shortfalls": _SHORTFALLS,
        "development": _DEVELOPMENT,
        "dissent": Dissent(
            number=SECOND[1],
            outcome=AdviceOutcome.NEGATIVE,
            motivation="Een naam en een burgerservicenummer in een bewijsstuk wegen voor mij zo "
            "zwaar dat een aanvulling op papier het niet herstelt.",
        ),
        "follow_up": FollowUp(
            supplement_by=datetime.date(2026, 5, 14), retention_weeks=8, retention_months=12
        ),
        "indicators": _indicators(framework),
        "documents": _documents(),
        "passages": _passages(),
        "records": _records(),
    }
    return AdviceDocument(**(content | changes))


def exempt_advice(**changes: Any) -> AdviceDocument:
    """Return an advice on the exemption route: nothing of C and D, and no talk."""
    content: dict[str, Any] = {
        "route": Route.EXEMPT,
        "outcome": AdviceOutcome.POSITIVE,
        "motivation": "De diploma-eis voor de verkorte route is door de CI vastgesteld.",
        "method": Method(independence_proven=False, exchange_reason="Beide laptops bij elkaar."),
        "conditions": (),
        "contradictions": (),
        "summary": "",
        "sections": (),
        "topics": (),
        "strengths": (),
        "shortfalls": (),
        "development": (),
        "dissent": None,
        "follow_up": FollowUp(retention_weeks=8, retention_months=12),
        "indicators": (),
        "documents": (),
        "passages": (),
        "records": (),
    }
    return sample_advice(**(content | changes))


def sample_signals() -> SignalAnnex:
    """Return the confidential annex of the sample case."""
    return SignalAnnex(
        candidate="RJ-2026-0147",
        drawn_up=datetime.date(2026, 4, 2),
        assessors=assessors(),
        signals=(
            SignalRow(
                number=FIRST[1],
                concern="date",
                text="Het traject is opgegeven vanaf 18 maart 2024. Het werknemersprofiel noemt "
                "een intake op 12 februari 2024: negentien dagen buiten de termijn.",
                places=(Place(document="Werknemersprofiel", page=1, quote="intake 12 februari"),),
            ),
            SignalRow(number="RJ-A-9999", concern="privacy", text="Een naam op een scan."),
        ),
        contradictions=(
            FoundContradiction(
                **_CONTRADICTIONS[0].model_dump(),
                number=SECOND[1],
            ),
            FoundContradiction(
                fact="work.hours",
                name="Uren werkervaring",
                declared="1342",
                text="De urenstaat telt 1.280 uur.",
                places=(Place(document="Urenverklaring", page=2, quote="totaal 1.280 uur"),),
                number=FIRST[1],
                concern="other",
            ),
        ),
    )


def _method() -> Method:
    return Method(
        independence_proven=True,
        seals=(
            SealedSheet(
                number=FIRST[1], sheet_sha512=_digest("a"), sealed_at="2026-03-12T14:05:00Z"
            ),
            SealedSheet(
                number=SECOND[1], sheet_sha512=_digest("b"), sealed_at="2026-03-13T09:41:00Z"
            ),
        ),
        declarations=(
            NoTies(number=FIRST[1], tie=False, declared_at="2026-03-03T08:00:00Z"),
            NoTies(number=SECOND[1], tie=True, text="Ooit dezelfde cursus gevolgd, jaren terug."),
        ),
        conference=ConferenceFacts(
            held_at="2026-03-16T10:30:00Z", equal=91, different=17, settled=12
        ),
        interview=InterviewDetails(
            date=datetime.date(2026, 3, 26),
            place="Deventer, kantoor van de CI",
            minutes=45,
            present=("Kandidaat", FIRST[0], SECOND[0]),
        ),
    )


_CONTRADICTIONS = (
    ContradictionRow(
        fact="additional.courses.4",
        name="Uren van cursus 4 (Angst en spanning op de werkvloer)",
        declared="16",
        text="Het bewijs noemt geen uren maar vier dagdelen.",
        places=(Place(document="Bewijs van deelname", page=1, quote="4 dagdelen"),),
    ),
)


def _conditions(framework: Framework) -> tuple[ConditionRow, ...]:
    outcomes = (Outcome.MET, Outcome.NEEDS_A_LOOK, Outcome.NOT_MET, Outcome.NOT_STATED)
    return tuple(
        ConditionRow(
            id=condition.id,
            text=condition.text,
            finding=BodyFinding(
                outcome=Outcome.MET,
                by="Certificerende Instelling Noord",
                date=datetime.date(2026, 3, 1),
                note="Origineel gezien." if position % 3 == 0 else "",
            )
            if position % 4
            else None,
            outcome=outcomes[position % 4],
            sentence="1.342 uur over 1 januari 2023 tot en met 31 december 2025; daarvan liggen "
            "twee maanden buiten de drie jaar voor de peildatum.",
        )
        for position, condition in enumerate(framework.conditions()[:12])
    )


def _sections(framework: Framework) -> tuple[SectionRow, ...]:
    poor = {"C1.0", "C3.3"}
    return tuple(
        SectionRow(
            id=section.id,
            part=section.id[:2],
            title=section.title,
            verdict=Verdict.INSUFFICIENT if section.id in poor else Verdict.SUFFICIENT,
            origin="talk" if section.id in {"C1.4", "C4.2"} else "portfolio",
            motivation="De kandidaat beschrijft concreet hoe de begeleiding op de werkvloer is "
            "opgebouwd en onderbouwt dat met het logboek en het coachplan. De keuzes zijn "
            "uitgelegd en passen bij de cliënt; wat nog mist is één perspectief.",
            places=(
                Place(document="Logboek", page=12, quote="drie ochtenden meegewerkt"),
                Place(document="Antwoord " + section.id),
            )
            if section.id != "C2.3"
            else (),
        )
        for section in framework.judged_sections()
    )


def _indicators(framework: Framework) -> tuple[IndicatorRow, ...]:
    origins: tuple[LayerOrigin, ...] = ("portfolio", "portfolio", "conference", "talk", "rule")
    levels = (Level.SHOWN, Level.SHOWN, Level.SHOWN, Level.PARTLY, Level.NOT_APPLICABLE)
    return tuple(
        IndicatorRow(
            id=indicator.id,
            section=framework.section_of(indicator.id).id,
            text=indicator.text,
            level=_FALLEN.get(indicator.id, levels[position % 5]),
            origin=origins[position % 5],
        )
        for position, indicator in enumerate(framework.indicators())
    )


def _documents() -> tuple[DocumentRow, ...]:
    titles = ("Curriculum vitae", "Diploma", "Urenverklaring", "Logboek", "Coachplan")
    return tuple(
        DocumentRow(
            id=f"d{position:02}",
            title=title,
            pages=None if title == "Diploma" else position * 11,
            sha512=_digest(title),
            sections=("C1.6", "C1.7") if title == "Logboek" else (),
            status="Gescand zonder tekst: alleen met het oog te lezen." if position == 2 else "",
        )
        for position, title in enumerate(titles, 1)
    )


def _passages() -> tuple[PassageRow, ...]:
    return tuple(
        PassageRow(
            item=f"C1.6.{number}",
            polarity=tuple(Polarity)[number % 3],
            place=Place(
                document="Logboek", page=number * 6, quote="Sander schreef: ‘Joris blijft’."
            ),
        )
        for number in range(1, 8)
    )


def _records() -> tuple[RecordRow, ...]:
    return tuple(
        RecordRow(
            hash=_digest(kind.value),
            kind=kind,
            number=(FIRST if position % 2 else SECOND)[1],
            at=f"2026-03-{position + 10}T12:00:00Z",
        )
        for position, kind in enumerate(RecordKind)
    )


_SUMMARY = """De kandidaat laat zien hoe een jongere met autisme en angst stap voor stap naar een \
vaste baan van 24 uur is begeleid. De opbouw is methodisch, de uitvoering op de werkvloer is \
concreet en de terugval in februari 2025 is kundig opgevangen.

Twee onderdelen zijn nog niet voldoende. In C1.0 staat een bewijsstuk met herleidbare gegevens \
van een derde. In C3.3 kiest de kandidaat in de weergave van het conflict één kant, ook na de \
vraag daarover in het toetsgesprek."""
_TOPICS = (
    TopicRow(
        topic="Netwerk en doorverwijzing toen de angst terugkwam",
        items=("C1.0.3", "C1.0.5"),
        gist="De huisarts is gebeld, maar dat staat niet in het logboek.",
        effect="C1.0.5 blijft deels aangetoond.",
    ),
    TopicRow(
        topic="Eigen aandeel in het traject",
        gist="De kandidaat benoemt wat de werkgever zelf heeft gedaan.",
        effect="Geen wijziging.",
    ),
)
_STRENGTHS = (
    "C1.6: meegewerkt op de vloer en daar de begeleiding op aangepast.",
    "C4.1: zorgvuldig in wat wel en niet met de gemeente is gedeeld.",
)
_SHORTFALLS = (
    ShortfallRow(
        item="C1.0.7",
        requirement="Gegevens van derden zijn niet herleidbaar.",
        found="In de gescande plaatsingsovereenkomst staan een naam en een burgerservicenummer.",
        why="Daarmee is de cliënt herkenbaar voor iedereen die het portfolio leest.",
        needed="Een overeenkomst waarin beide onleesbaar zijn gemaakt, en een korte uitleg hoe de "
        "kandidaat dit voortaan voorkomt.",
        by=datetime.date(2026, 5, 14),
    ),
    ShortfallRow(
        item="C3.3",
        requirement="Sensitief zijn voor de omgeving.",
        found="De teamleider komt alleen als oorzaak voor.",
        why="",
        needed="",
    ),
)
_DEVELOPMENT = ("Zet bij doelen in het coachplan een datum.", "Volg de wijzigingen in de wet.")

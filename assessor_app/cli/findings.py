"""How a finding is told: a line for a person, and the same for a program."""

from __future__ import annotations

from collections.abc import Mapping

from assessor_app.errors import Detail
from assessor_app.i18n import Catalogue


def finding_line(catalogue: Catalogue, code: str, details: Mapping[str, Detail]) -> str:
    """Return the sentence with the place, then code and rule, by which programs know it."""
    known_by = f"{code} {details['rule']}" if "rule" in details else code
    return f"{catalogue.refusal_of(code, details)} [{known_by}]"


def finding_data(
    catalogue: Catalogue, code: str, details: Mapping[str, Detail]
) -> dict[str, object]:
    """Return code and details beside the sentence."""
    sentence = catalogue.refusal_of(code, details)
    return {"code": code, "message": sentence, "details": dict(details)}

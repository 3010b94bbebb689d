"""The published JSON Schema of `portfolio.json`, made from the model that reads it."""

from __future__ import annotations

import json

from assessor_app.domain.portfolio import VERSION, Portfolio

FILE_NAME = f"portfolio-{VERSION}.schema.json"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def portfolio_schema() -> bytes:
    """Return the schema as it is published in `resources/schemas`."""
    schema = {"$schema": _DIALECT} | Portfolio.model_json_schema()
    return (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode("utf-8")

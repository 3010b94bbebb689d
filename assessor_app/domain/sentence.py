"""A sentence still to be said: its catalogue key and the values for its placeholders.

Rules answer with sentences, not with words, so that they stay free of language. Dates stay
dates: whoever says the sentence puts them in the reader's words first.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | int | datetime.date


@dataclass(frozen=True)
class Sentence:
    """`key` is in the catalogue in every language, with exactly these placeholders."""

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)

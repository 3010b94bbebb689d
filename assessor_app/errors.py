"""What can be refused, and how a refusal is told apart from a bug.

A `RefusedError` is a known situation: it carries a stable code and the values its sentence
needs, never the sentence itself, so that window, command line and tests agree on the code while
the words come from the catalogue (`error.<code>`). Everything else that is raised is a bug.
"""

from __future__ import annotations

from enum import StrEnum

Detail = str | int


class Code(StrEnum):
    """Stable codes of refusals: once published, a code is never renamed or reused."""

    # formats: reading bytes that others made
    JSON_INVALID = "json_invalid"
    JSON_DUPLICATE_KEY = "json_duplicate_key"
    JSON_TOO_LARGE = "json_too_large"
    JSON_TOO_DEEP = "json_too_deep"
    JSON_NUMBER = "json_number"
    JSON_UNICODE = "json_unicode"
    AREA_INVALID = "area_invalid"
    QUOTE_NOT_FOUND = "quote_not_found"

    # records and what they are merged into
    RECORD_INVALID = "record_invalid"
    RECORD_NEWER = "record_newer"
    RECORD_FOREIGN = "record_foreign"

    # the dossier's state
    NOT_PERMITTED = "not_permitted"

    # framework and procedure
    FRAMEWORK_INVALID = "framework_invalid"
    FRAMEWORK_UNKNOWN = "framework_unknown"
    PROCEDURE_INVALID = "procedure_invalid"
    PROCEDURE_UNKNOWN = "procedure_unknown"


class RefusedError(Exception):
    """A known refusal: `code` is stable, `details` fill the placeholders of its sentence.

    Details hold file names, item ids, numbers and dates; never notes, passages or names.
    """

    def __init__(self, code: Code, **details: Detail) -> None:
        super().__init__(code.value)
        self.code = code
        self.details: dict[str, Detail] = details


class UsageError(Exception):
    """The command line was used wrongly (exit status 2); the message is already translated."""

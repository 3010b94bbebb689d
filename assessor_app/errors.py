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

    # vault and store
    HOME_NOT_EMPTY = "home_not_empty"
    HOME_NOT_A_WORKSPACE = "home_not_a_workspace"
    WORKSPACE_LOCKED = "workspace_locked"
    PASSPHRASE_WRONG = "passphrase_wrong"
    PASSPHRASE_TOO_SHORT = "passphrase_too_short"
    RECOVERY_CODE_WRONG = "recovery_code_wrong"
    KEYS_DAMAGED = "keys_damaged"
    STORE_DAMAGED = "store_damaged"
    STORE_NEWER = "store_newer"
    STORE_ROLLED_BACK = "store_rolled_back"
    RATCHET_DAMAGED = "ratchet_damaged"
    DISK_FULL = "disk_full"
    DOSSIER_UNKNOWN = "dossier_unknown"
    DOSSIER_AMBIGUOUS = "dossier_ambiguous"
    PACKAGE_DAMAGED = "package_damaged"
    SOURCE_UNKNOWN = "source_unknown"
    PEER_UNKNOWN = "peer_unknown"
    PEER_DIFFERS = "peer_differs"
    NOTHING_TO_UNDO = "nothing_to_undo"
    NOTHING_TO_REDO = "nothing_to_redo"
    CARD_INVALID = "card_invalid"
    CARD_NEWER = "card_newer"
    RECORD_SIGNATURE = "record_signature"
    ENVELOPE_INVALID = "envelope_invalid"
    ENVELOPE_NEWER = "envelope_newer"
    ENVELOPE_NOT_FOR_YOU = "envelope_not_for_you"
    ENVELOPE_SIGNATURE = "envelope_signature"
    SENDER_UNKNOWN = "sender_unknown"


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

"""What can be refused, and how a refusal is told apart from a bug.

A `RefusedError` is a known situation: it carries a stable code and the values its sentence
needs, never the sentence itself, so that window, command line and tests agree on the code while
the words come from the catalogue (`error.<code>`). Everything else that is raised is a bug.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final

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
    NOT_CANDIDATES_TEXT = "not_candidates_text"

    # records and what they are merged into
    RECORD_INVALID = "record_invalid"
    RECORD_NEWER = "record_newer"

    # the dossier's state
    NOT_PERMITTED = "not_permitted"

    # framework and procedure
    FRAMEWORK_INVALID = "framework_invalid"
    FRAMEWORK_UNKNOWN = "framework_unknown"
    PROCEDURE_INVALID = "procedure_invalid"
    PROCEDURE_UNKNOWN = "procedure_unknown"
    PROCEDURE_DIFFERS = "procedure_differs"

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
    DISK_READ_ONLY = "disk_read_only"
    DISK_FAILED = "disk_failed"
    DOSSIER_UNKNOWN = "dossier_unknown"
    DOSSIER_AMBIGUOUS = "dossier_ambiguous"
    PACKAGE_DAMAGED = "package_damaged"
    SOURCE_UNKNOWN = "source_unknown"
    PAGE_UNKNOWN = "page_unknown"
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

    # the command line and files at its edge
    FILE_UNUSABLE = "file_unusable"
    FILE_TOO_LARGE = "file_too_large"
    OUTPUT_UNWRITABLE = "output_unwritable"
    PASSPHRASE_MISSING = "passphrase_missing"
    PASSPHRASE_DIFFERS = "passphrase_differs"
    CARD_OWN = "card_own"
    CANCELLED = "cancelled"
    NAME_INVALID = "name_invalid"
    NUMBER_INVALID = "number_invalid"
    OUTPUT_IN_WORKSPACE = "output_in_workspace"

    # judging alone
    ITEM_UNKNOWN = "item_unknown"
    FACT_UNKNOWN = "fact_unknown"
    PASSAGE_NEEDED = "passage_needed"
    CONTRADICTION_UNKNOWN = "contradiction_unknown"
    SIGNAL_UNKNOWN = "signal_unknown"
    SIGNAL_OF_CONTRADICTION = "signal_of_contradiction"
    HIT_UNKNOWN = "hit_unknown"
    NOT_ON_ROUTE = "not_on_route"
    LEVEL_NOT_ALLOWED = "level_not_allowed"
    VALUE_NOT_ALLOWED = "value_not_allowed"
    FORM_INVALID = "form_invalid"
    SHEET_INCOMPLETE = "sheet_incomplete"
    TEXT_MISSING = "text_missing"
    TEXT_TOO_LONG = "text_too_long"
    TEXT_INVALID = "text_invalid"
    FIELD_UNKNOWN = "field_unknown"
    MARK_UNKNOWN = "mark_unknown"
    PLACE_UNKNOWN = "place_unknown"
    PHRASE_UNKNOWN = "phrase_unknown"
    PHRASE_INVALID = "phrase_invalid"
    ANSWER_NOT_OPENED = "answer_not_opened"
    PLACE_MISSING = "place_missing"
    NOTHING_REMAINING = "nothing_remaining"
    NOTHING_TO_ANNOTATE = "nothing_to_annotate"
    COPY_IMPOSSIBLE = "copy_impossible"
    RECOGNISER_MISSING = "recogniser_missing"
    SEAL_HAS_LEFT = "seal_has_left"

    # two sheets that meet, the talk and the advice
    PEER_NOT_ASSIGNED = "peer_not_assigned"
    SENDER_NOT_ASSIGNED = "sender_not_assigned"
    RECORDS_OTHER_DOSSIER = "records_other_dossier"
    RECORDS_OTHER_PACKAGE = "records_other_package"
    RECORDS_OTHER_RULES = "records_other_rules"
    SHEET_HASH_WRONG = "sheet_hash_wrong"
    SEAL_TWICE = "seal_twice"
    SHEET_BEFORE_SEAL = "sheet_before_seal"
    NOTHING_TO_ACCEPT = "nothing_to_accept"
    NO_OPEN_PROPOSAL = "no_open_proposal"
    ADVICE_ANSWERED = "advice_answered"
    ITEMS_OPEN = "items_open"
    TOPIC_UNKNOWN = "topic_unknown"
    ADVICE_MISSING = "advice_missing"
    ADVICE_TEXTS_INVALID = "advice_texts_invalid"
    REPORT_DIFFERS = "report_differs"
    REPORT_UNSIGNED = "report_unsigned"

    # report
    ADVICE_INVALID = "advice_invalid"
    ADVICE_NEWER = "advice_newer"
    REPORT_CHANGED = "report_changed"
    REPORT_FIELD_SIGNED = "report_field_signed"
    REPORT_NOT_YOURS = "report_not_yours"
    CERTIFICATE_INVALID = "certificate_invalid"
    CERTIFICATE_UNSUITABLE = "certificate_unsuitable"

    # a portfolio package that comes in
    PACKAGE_TOO_LARGE = "package_too_large"
    PACKAGE_UNPACKED_TOO_LARGE = "package_unpacked_too_large"
    PACKAGE_TOO_MANY_DOCUMENTS = "package_too_many_documents"
    DOCUMENT_TOO_LARGE = "document_too_large"
    TAG_FILE_TOO_LARGE = "tag_file_too_large"
    ARCHIVE_TOO_MANY_ENTRIES = "archive_too_many_entries"
    ARCHIVE_RATIO = "archive_ratio"
    ARCHIVE_DAMAGED = "archive_damaged"
    ARCHIVE_ENCRYPTED = "archive_encrypted"
    ARCHIVE_METHOD = "archive_method"
    ARCHIVE_SPECIAL_FILE = "archive_special_file"
    ARCHIVE_OVERLAP = "archive_overlap"
    ARCHIVE_HEADERS_DIFFER = "archive_headers_differ"
    ARCHIVE_NESTED = "archive_nested"
    ARCHIVE_SPLIT = "archive_split"
    ARCHIVE_STRAY_BYTES = "archive_stray_bytes"
    PATH_UNSAFE = "path_unsafe"
    PATH_COLLISION = "path_collision"
    PATH_TOO_LONG = "path_too_long"
    PATH_TOO_DEEP = "path_too_deep"
    BAG_DECLARATION = "bag_declaration"
    BAG_FETCH = "bag_fetch"
    BAG_MANIFEST_INVALID = "bag_manifest_invalid"
    BAG_FILE_MISSING = "bag_file_missing"
    BAG_FILE_UNLISTED = "bag_file_unlisted"
    BAG_ALGORITHM = "bag_algorithm"
    BAG_OXUM = "bag_oxum"
    WRONG_HASH = "wrong_hash"
    PORTFOLIO_INVALID = "portfolio_invalid"
    PORTFOLIO_TWICE = "portfolio_twice"
    PACKAGE_NEWER = "package_newer"
    DOCUMENT_MISSING = "document_missing"
    DOCUMENT_UNLISTED = "document_unlisted"
    SECTION_UNKNOWN = "section_unknown"
    QUESTION_UNKNOWN = "question_unknown"
    CONDITION_UNKNOWN = "condition_unknown"
    PACKAGE_DIFFERS = "package_differs"
    PACKAGE_SUPERSEDED = "package_superseded"
    PACKAGE_SUCCEEDS = "package_succeeds"
    PACKAGE_OTHER_DOSSIER = "package_other_dossier"
    PACKAGE_OTHER_RULES = "package_other_rules"
    NOT_REOPENED = "not_reopened"
    REOPENING_UNCHANGED = "reopening_unchanged"
    SECOND_LOOK_UNKNOWN = "second_look_unknown"
    ENGINE_FAILED = "engine_failed"

    # what is first converted into a portfolio package
    FILE_CHANGED = "file_changed"
    XML_INVALID = "xml_invalid"
    XML_DTD = "xml_dtd"
    XML_TOO_LARGE = "xml_too_large"
    XML_TOO_DEEP = "xml_too_deep"
    LEAP2A_INVALID = "leap2a_invalid"
    INPUT_UNKNOWN = "input_unknown"
    CONVERSION_NEEDED = "conversion_needed"
    CONVERSION_NOT_NEEDED = "conversion_not_needed"
    PIECE_UNKNOWN = "piece_unknown"
    PIECE_NOT_SUPPORTED = "piece_not_supported"
    NOTHING_TAKEN = "nothing_taken"
    DETAIL_MISSING = "detail_missing"
    DETAIL_INVALID = "detail_invalid"


class RefusedError(Exception):
    """A known refusal: `code` is stable, `details` fill the placeholders of its sentence.

    Details hold file names, item ids, numbers and dates; never notes, passages or names.
    """

    def __init__(self, code: Code, **details: Detail) -> None:
        super().__init__(code.value)
        self.code = code
        self.details: dict[str, Detail] = details


class SeveralRefusedError(RefusedError):
    """A refusal for every one of `findings`, at least one; it goes by the first."""

    def __init__(self, findings: Sequence[RefusedError]) -> None:
        super().__init__(findings[0].code, **findings[0].details)
        self.findings = tuple(findings)


_DISK: Final[Mapping[int, Code]] = MappingProxyType(
    {
        errno.ENOSPC: Code.DISK_FULL,
        getattr(errno, "EDQUOT", errno.ENOSPC): Code.DISK_FULL,
        errno.EROFS: Code.DISK_READ_ONLY,
        errno.EIO: Code.DISK_FAILED,
        errno.ENXIO: Code.DISK_FAILED,
        errno.ENODEV: Code.DISK_FAILED,
    }
)
# Windows: disk full (39, 112), write protect (19), data error (23), I/O device (1117)
_WINDOWS_DISK: Final[Mapping[int, Code]] = MappingProxyType(
    {
        19: Code.DISK_READ_ONLY,
        23: Code.DISK_FAILED,
        39: Code.DISK_FULL,
        112: Code.DISK_FULL,
        1117: Code.DISK_FAILED,
    }
)


def disk_fault(error: OSError) -> Code | None:
    """Return what is the matter with the disk itself; None where it is about one file."""
    windows = _WINDOWS_DISK.get(getattr(error, "winerror", None) or 0)
    return windows or _DISK.get(error.errno or 0)


def refusal_of(error: OSError) -> RefusedError:
    """Return the refusal for what the operating system would not do, naming the file alone."""
    fault = disk_fault(error)
    if fault is not None:
        return RefusedError(fault)
    details: dict[str, Detail] = {"reason": error.strerror or "I/O"}
    if isinstance(error.filename, str | bytes):
        details["inside"] = Path(os.fsdecode(error.filename)).name
    return RefusedError(Code.FILE_UNUSABLE, **details)


@contextmanager
def naming(**details: Detail) -> Iterator[None]:
    """Tell where a refusal in the block comes from: `row` of a file, or `inside` which."""
    try:
        yield
    except RefusedError as error:
        raise RefusedError(error.code, **{**details, **error.details}) from error


class UsageError(Exception):
    """The command line was used wrongly (exit status 2); the message is already translated."""

"""Every limit of what comes in, each with the code that it is refused with.

Sizes are bytes; `shown` is how the sentence names the limit. Depth and size of JSON are refused
by `domain.canonical` itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from assessor_app.errors import Code, RefusedError

_MB = 1024**2
_GB = 1024**3


@dataclass(frozen=True)
class Limit:
    """A largest permitted value and the code of what exceeds it."""

    most: int
    code: Code
    shown: str

    def check(self, value: int, path: str) -> None:
        """Refuse `value` where it is over the limit, naming the file."""
        if value > self.most:
            raise RefusedError(self.code, path=path, limit=self.shown)


@dataclass(frozen=True)
class Limits:
    """The table; only tests use other values than these."""

    package: Limit = Limit(_GB, Code.PACKAGE_TOO_LARGE, "1 GB")
    unpacked: Limit = Limit(2 * _GB, Code.PACKAGE_UNPACKED_TOO_LARGE, "2 GB")
    document: Limit = Limit(200 * _MB, Code.DOCUMENT_TOO_LARGE, "200 MB")
    documents: Limit = Limit(2_000, Code.PACKAGE_TOO_MANY_DOCUMENTS, "2.000")
    entries: Limit = Limit(2_100, Code.ARCHIVE_TOO_MANY_ENTRIES, "2.100")
    ratio: Limit = Limit(100, Code.ARCHIVE_RATIO, "100:1")
    path_length: Limit = Limit(200, Code.PATH_TOO_LONG, "200")
    path_depth: Limit = Limit(8, Code.PATH_TOO_DEEP, "8")
    ratio_from: int = _MB  # smaller files may be packed as tightly as they like
    json_bytes: int = 5 * _MB
    tag_bytes: int = 2 * _MB  # 2,100 lines of a manifest with names of 200 characters
    xml: Limit = Limit(20 * _MB, Code.XML_TOO_LARGE, "20 MB")
    xml_nodes: Limit = Limit(250_000, Code.XML_TOO_LARGE, "250.000 elementen")
    xml_depth: Limit = Limit(64, Code.XML_TOO_DEEP, "64")


LIMITS = Limits()

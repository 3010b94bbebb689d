"""Exports and folders with one thing wrong, each with the code that conversion refuses it with."""

from __future__ import annotations

from assessor_app.errors import Code
from tests.building.leap2a import entry, export_zip, feed
from tests.building.packages import Bag
from tests.building.zips import Member, zip_of
from tests.hostile.making import Builder, Case

_BOMB = b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><feed>&b;</feed>'
_FILE = b'<!DOCTYPE f [<!ENTITY x SYSTEM "file:///etc/passwd">]><f/>'
_DEEP = b"<feed>" + b"<a>" * 70 + b"</a>" * 70 + b"</feed>"
_KRUL = b'<?xml version="1.0" encoding="krul-8"?><feed/>'
_LINK = 0o120777 << 16


def _feed(data: bytes) -> Builder:
    return lambda: export_zip(data)


def _zip(*members: Member) -> Builder:
    return lambda: zip_of(members)


def _with(member: Member) -> Builder:
    return _zip(Member("leap2a.xml", feed(entry("t", "CV", "x"))), member)


BAD_EXPORTS: dict[str, Case] = {
    "entities": (_feed(_BOMB), Code.XML_DTD),
    "document type": (_feed(b'<!DOCTYPE feed SYSTEM "http://x.example/"><feed/>'), Code.XML_DTD),
    "external entity": (_feed(_FILE), Code.XML_DTD),
    "undefined entity": (_feed(b"<feed>&nbsp;</feed>"), Code.XML_INVALID),
    "elements too deep": (_feed(_DEEP), Code.XML_TOO_DEEP),
    "too many elements": (
        _feed(b"<feed>" + b"<a/><b/><c/>" * 100_000 + b"</feed>"),
        Code.ARCHIVE_RATIO,
    ),
    "feed cut": (_feed(b"<feed><entry>"), Code.XML_INVALID),
    "empty feed": (_feed(b""), Code.XML_INVALID),
    "no encoding anyone knows": (_feed(_KRUL), Code.XML_INVALID),
    "feed not in UTF-8": (_feed(b"<feed>\xff\xfe</feed>"), Code.XML_INVALID),
    "another feed": (_feed(b"<rss/>"), Code.LEAP2A_INVALID),
    "another namespace": (_feed(b'<feed xmlns="http://x.example/"/>'), Code.LEAP2A_INVALID),
    "feed over its limit": (
        _zip(Member("leap2a.xml", b"<feed>" + bytes(20 * 1024**2))),
        Code.XML_TOO_LARGE,
    ),
    "elements over their limit": (
        _zip(Member("leap2a.xml", b"<feed>" + b"<a/>" * 250_001 + b"</feed>")),
        Code.XML_TOO_LARGE,
    ),
    "file that leads out": (_with(Member("files/../../x.pdf", b"x")), Code.PATH_UNSAFE),
    "link among the files": (
        _with(Member("files/x", b"/etc", mode=_LINK)),
        Code.ARCHIVE_SPECIAL_FILE,
    ),
    "two files of one name": (
        _zip(Member("CV.pdf", b"x"), Member("cv.PDF", b"y")),
        Code.PATH_COLLISION,
    ),
    "nothing to take in": (
        _zip(Member("film.mp4", b"\x00\x00\x00 ftypmp42"), Member(".DS_Store", b"x")),
        Code.INPUT_UNKNOWN,
    ),
    "a package": (lambda: Bag.of().zip(), Code.CONVERSION_NOT_NEEDED),
}

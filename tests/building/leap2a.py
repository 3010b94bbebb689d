"""Leap2A exports in the making: the dialects that are met, and what must stay out of them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path

ATOM = "http://www.w3.org/2005/Atom"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
MAHARA = "http://wiki.mahara.org/Developer_Area/Import%2F%2FExport/LEAP_Extensions#"


@dataclass(frozen=True)
class Dialect:
    """How a portal spells the same feed."""

    namespaces: str
    type: str  # with {} for the local name
    relation: str
    feed_id: str
    prefix: str = "portfolio:"


MAHARA_2010 = Dialect(
    f'xmlns="{ATOM}" xmlns:rdf="{RDF}" xmlns:leap2="http://terms.leapspecs.org/" '
    f'xmlns:mahara="{MAHARA}" xmlns:portfolio="https://portaal.example/export/leap/7/1772442000/"',
    "leap2:{}",
    "leap2:{}",
    "https://portaal.example/export/7/1772442000",
)
CETIS_2009 = Dialect(
    f'xmlns="{ATOM}" xmlns:rdf="{RDF}" '
    'xmlns:leap="http://wiki.cetis.ac.uk/2009-03/Leap2A_predicates#" '
    'xmlns:leaptype="http://wiki.cetis.ac.uk/2009-03/Leap2A_types#" '
    f'xmlns:mahara="{MAHARA}"',
    "leaptype:{}",
    "leap:{}",
    "https://portaal.example/export/7/1772442000",
)
FULL_ADDRESSES = Dialect(
    f'xmlns="{ATOM}" xmlns:r="{RDF}" xmlns:rdf="{RDF}" xmlns:mahara="{MAHARA}"',
    "http://terms.leapspecs.org/{}",
    "http://wiki.cetis.ac.uk/2009-03/Leap2A_predicates#{}",
    "https://portaal.example/portfolio/7/",
    "",
)
NO_NAMESPACE = Dialect(
    f'ns="{ATOM}" xmlns:rdf="{RDF}" xmlns:leap2="http://terms.leapspecs.org/" '
    f'xmlns:mahara="{MAHARA}"',
    "leap2:{}",
    "leap2:{}",
    "portfolio-zeven",
)
DIALECTS = {
    "mahara-2010": MAHARA_2010,
    "cetis-2009": CETIS_2009,
    "full-addresses": FULL_ADDRESSES,
    "no-namespace": NO_NAMESPACE,
}


def feed(
    *entries: str, dialect: Dialect = MAHARA_2010, updated: str = "2026-03-02T09:00:00Z"
) -> bytes:
    """A whole feed by the candidate."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed {dialect.namespaces}>'
        f"<id>{dialect.feed_id}</id><title>Export</title><updated>{updated}</updated>"
        "<author><name>Proef Persoon</name><email>proef@voorbeeld.example</email></author>"
        '<generator uri="https://mahara.example/" version="2010">Mahara</generator>'
        f"{''.join(entries)}</feed>"
    ).encode()


def entry(
    key: str,
    title: str,
    content: str = "",
    *,
    kind: str = "entry",
    content_type: str = "text",
    links: Mapping[str, str] | None = None,
    author: str | None = None,
    artefact: str | None = None,
    dialect: Dialect = MAHARA_2010,
    more: str = "",
) -> str:
    """One entry; `content` of html is escaped here, of xhtml put in a div."""
    body = escape(content, quote=False)
    if content_type == "xhtml":
        body = f'<div xmlns="http://www.w3.org/1999/xhtml">{content}</div>'
    linked = "".join(
        f'<link rel="{_relation(relation, dialect)}" href="{escape(address)}"/>'
        for address, relation in (links or {}).items()
    )
    by = f"<author><name>{author}</name></author>" if author else ""
    made = f'<mahara:artefactplugin mahara:type="{artefact}" mahara:plugin="{artefact}"/>'
    return (
        f"<entry><title>{escape(title)}</title><id>{dialect.prefix}{key}</id>{by}"
        f'<updated>2026-02-01T10:00:00Z</updated><content type="{content_type}">{body}</content>'
        f'<rdf:type rdf:resource="{dialect.type.format(kind)}"/>{linked}'
        f"{made if artefact else ''}{more}</entry>"
    )


def _relation(relation: str, dialect: Dialect) -> str:
    return relation if relation == "enclosure" else dialect.relation.format(relation)


def export_zip(
    feed_bytes: bytes, files: Mapping[str, bytes] | None = None, prefix: str = ""
) -> bytes:
    """The export as a portal hands it out."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{prefix}leap2a.xml", feed_bytes)
        for name, data in (files or {}).items():
            archive.writestr(prefix + name, data)
    return target.getvalue()


def export_folder(
    folder: Path, feed_bytes: bytes, files: Mapping[str, bytes] | None = None
) -> Path:
    """The export unpacked."""
    for name, data in {"leap2a.xml": feed_bytes, **(files or {})}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder

"""Files without anything of the moment they were made: the same source gives the same bytes."""

import io
import zipfile

import pikepdf

_WHEN = "D:20260112100000+01'00'"
_ZIP_WHEN = (2026, 1, 12, 10, 0, 0)


def fix_pdf(data: bytes, *, title: str, producer: str | None = None) -> bytes:
    """Fixed dates and file identifier. The producer stays what it was unless one is given."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for key in ("/DocChecksum", "/ID"):  # LibreOffice hashes the moment into these
            if key in pdf.trailer:
                del pdf.trailer[key]
        pdf.docinfo["/CreationDate"] = _WHEN
        pdf.docinfo["/ModDate"] = _WHEN
        pdf.docinfo["/Title"] = title
        if producer is not None:
            pdf.docinfo["/Producer"] = producer
        target = io.BytesIO()
        pdf.save(
            target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
    return target.getvalue()


def fix_zip(data: bytes) -> bytes:
    """The same members in the same order, all with one date."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _ZIP_WHEN)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return target.getvalue()

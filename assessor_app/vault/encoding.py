"""Base64 as it is written in every vault format: standard alphabet, padded, nothing tolerated."""

from __future__ import annotations

import base64
import binascii


def to_base64(data: bytes) -> str:
    """Return `data` in padded standard base64 (RFC 4648, section 4)."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str, *, size: int | None = None) -> bytes:
    """Return what `to_base64` wrote; ValueError for any other spelling or another `size`."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64") from error
    if to_base64(data) != text or (size is not None and len(data) != size):
        raise ValueError("not the one spelling of these bytes")
    return data

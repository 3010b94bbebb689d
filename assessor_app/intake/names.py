"""Which names a file in a package may have, on every system it may ever be unpacked on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from assessor_app.errors import Code, RefusedError
from assessor_app.intake.limits import Limits

_DEVICE = re.compile(
    r"^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$) *(?:\..*)?$",
    re.IGNORECASE,
)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SHOWN = 80


def check_name(name: str, limits: Limits) -> None:
    """Refuse a name that leads out of its folder, means a device, or hides characters."""
    limits.path_length.check(len(name), shown(name))
    parts = name.removesuffix("/").split("/")
    limits.path_depth.check(len(parts), shown(name))
    if "\\" in name or ":" in name or any(_unsafe(part) for part in parts):
        raise RefusedError(Code.PATH_UNSAFE, path=shown(name))


def _unsafe(part: str) -> bool:
    return (
        part in {"", ".", ".."}
        or part[-1] in ". "
        or _DEVICE.match(part) is not None
        or any(unicodedata.category(character) in _UNSEEN for character in part)
    )


def check_collisions(names: Iterable[str]) -> None:
    """Refuse names that some file system takes for one: equal after NFC and case folding.

    A folder's name ends in a slash and may come again, spelled alike; a file that is also a
    folder is refused too.
    """
    files: set[str] = set()
    folders: dict[str, str] = {}
    for name in names:
        spelled = name.removesuffix("/")
        parts = spelled.split("/")
        parents = ["/".join(parts[:n]) for n in range(1, len(parts))]
        parents += [spelled] if name.endswith("/") else []
        for parent in parents:
            if _folded(parent) in files or folders.setdefault(_folded(parent), parent) != parent:
                raise RefusedError(Code.PATH_COLLISION, path=shown(name))
        if not name.endswith("/"):
            key = _folded(name)
            if key in files or key in folders:
                raise RefusedError(Code.PATH_COLLISION, path=shown(name))
            files.add(key)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def shown(name: str) -> str:
    """Return `name` as a message may show it: short, and without unseen characters."""
    visible = "".join(
        "\ufffd" if unicodedata.category(character) in _UNSEEN else character
        for character in name[:_SHOWN]
    )
    return visible if len(name) <= _SHOWN else visible + "…"

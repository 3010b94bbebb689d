"""Icons from one library: Material Design Icons 6 (Apache 2.0), drawn by qtawesome (MIT).

The font comes with the package; nothing is fetched. An icon never stands alone: beside it is a
word, or a tooltip and an accessible name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon

if TYPE_CHECKING:
    from assessor_app.ui.theme import Theme


def icon(name: str, theme: Theme, *, token: str = "text") -> QIcon:
    """Return `mdi6.<name>` in a colour of the theme; a name the font lacks is a bug.

    Disabled, it takes the colour of disabled text.
    """
    import qtawesome

    drawn = qtawesome.icon(
        f"mdi6.{name}", color=theme.colour(token), color_disabled=theme.colour("disabled")
    )
    return QIcon(drawn)

"""What is selected on a canvas: as a passage to mark or cite, and as text to copy."""

from __future__ import annotations

from assessor_app.reading.selection import PassageSelection, TextMap, copy_text
from assessor_app.ui.clipboard import Clipboard
from assessor_app.ui.view.canvas import PageCanvas


def is_selected(canvas: PageCanvas) -> bool:
    """Tell whether any text is selected."""
    return canvas.selection is not None and not canvas.selection.empty


def passage_of(canvas: PageCanvas) -> PassageSelection | None:
    """Return the selected text, as far as it lies in the document it begins in.

    None when nothing is selected, or the words of its pages have not come yet.
    """
    selection, story = canvas.selection, canvas.story
    if selection is None or selection.empty:
        return None
    part = story.part_at(selection.start.page)
    last = min(selection.end.page, story.pages_of(part)[-1])
    pieces = _pieces(canvas, range(selection.start.page, last + 1))
    if not pieces:
        return None
    first_page, (texts, start, end) = next(iter(pieces.items()))
    last_page = list(pieces)[-1]
    return PassageSelection(
        place=story.parts[part].place,
        first=story.place_at(first_page)[1],
        start=start,
        last=story.place_at(last_page)[1],
        end=pieces[last_page][2],
        quote=copy_text(list(pieces.values())),
        rects=texts.rects(start, end),
    )


def _pieces(canvas: PageCanvas, pages: range) -> dict[int, tuple[TextMap, int, int]]:
    selection, texts = canvas.selection, canvas.texts
    found: dict[int, tuple[TextMap, int, int]] = {}
    for at in pages if selection is not None else ():
        text = texts.get(at)
        if text is None:
            texts.want(pages)
            return {}
        span = selection.on_page(at, len(text.text)) if selection is not None else None
        if span is not None:
            found[at] = (text, *span)
    return found


def copy_selected(canvas: PageCanvas, clipboard: Clipboard) -> None:
    """Put the selected text on the clipboard, words whole; at once or when its pages came."""
    selection = canvas.selection
    if selection is None or selection.empty:
        return
    pages = range(selection.start.page, selection.end.page + 1)

    def put(found: dict[int, TextMap]) -> None:
        spans = ((found[at], selection.on_page(at, len(found[at].text))) for at in pages)
        clipboard.put(copy_text([(texts, *span) for texts, span in spans if span]))

    canvas.texts.collect(pages, put)

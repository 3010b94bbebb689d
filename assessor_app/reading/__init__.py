"""Stage 2: the document view without its window: requests, cache, selection, marks, search."""

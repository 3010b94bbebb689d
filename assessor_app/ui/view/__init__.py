"""The page view: pages as one scroll, with marks, selection, search, thumbnails and outline."""

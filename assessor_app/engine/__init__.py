"""Pages and text of documents, made in a worker process.

The worker alone loads PyMuPDF and pypdfium2; a document that hangs, crashes or swallows memory
costs a worker, never the program. The engine knows documents and pages, no dossier.
"""

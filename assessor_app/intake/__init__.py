"""Stage 1: a package becomes a dossier.

A package is staged, verified hash by hash against formats and limits, and committed in one
transaction, or refused whole, which leaves the store as it was.
"""

"""Stage 0, the workspace: identity, cards, dossiers, backup, check, retention and erasure.

What belongs to the laptop and its owner rather than to the judging of one dossier is here.
"""

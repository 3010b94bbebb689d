"""Stage 3: one assessor judges alone: levels, passages, verdicts, history, seal.

Nothing of the co-assessor's sheet is visible here before both sheets are final.
"""

"""Stage 5: the talk with the candidate: facts, answers, final verdicts, initials."""

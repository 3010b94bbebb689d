"""Tweeluik: two assessors judge one portfolio and sign one advice report.

A package comes in and becomes a dossier (`intake`); it is read as a story (`reading`) and
judged alone against the framework (`judging`); two sealed sheets meet (`conference`), the
candidate is heard (`interview`), and one advice report is laid out, signed by both and
verified (`report`). `keeping` looks after the workspace in which all of this rests.
"""

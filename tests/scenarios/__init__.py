"""Courses of a dossier from one end to the other, by two assessors."""

"""Styles, fonts, tagging and PDF/A: what every page we lay out ourselves is made with."""

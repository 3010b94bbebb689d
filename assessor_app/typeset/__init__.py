"""Styles, fonts and page frames: what answers, agenda, forms and the report are laid out with."""

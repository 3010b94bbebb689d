"""Panels: the parts that the pages of reading and judging are made of."""

"""Times as ratios to what everyday tools take for the same bytes: machines differ, ratios less."""

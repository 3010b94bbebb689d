"""Rules and values of judging a portfolio: no I/O, no Qt, no SQL."""

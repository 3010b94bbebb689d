"""The encrypted store: all or nothing, wherever it is interrupted."""

"""The gates themselves: what the tools are told, and proof that they bite."""

"""The parts of Instellingen, each a page of its own beside their list."""

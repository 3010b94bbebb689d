"""Builders of small inputs: documents, packages, workspaces."""

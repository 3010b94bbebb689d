"""The window: pages, panels and dialogs over the stages' actions; the only place that knows Qt."""

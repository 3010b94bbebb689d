"""The command line: everything the window does, through the same actions; no Qt.

Each stage has a module here with its verbs. A handler receives a `Session` and returns an
`Answer`; opening the workspace, printing and exit statuses are `main`'s business.
"""

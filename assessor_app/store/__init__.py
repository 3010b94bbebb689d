"""Encrypted storage: the workspace's database, its package files, its journal and its ratchet.

`workspace` opens it, `reader` and `unit` are what actions work with, `package_writer` and
`package_reader` hold the files of one imported package. The only place that knows SQL.
"""

"""Keys, passphrase, identity, cards, signatures and envelopes: pure functions over bytes.

Nothing here reads or writes a file; whoever calls owns the bytes.
"""

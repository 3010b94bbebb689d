"""Keys, passphrase, identity, peers and envelopes: pure functions over bytes."""

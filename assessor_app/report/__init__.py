"""Stage 6: the advice: content, layout, signatures, verification and the packs made of it."""

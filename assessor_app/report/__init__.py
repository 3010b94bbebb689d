"""The advice report: content, layout, archive form, signatures and their verification."""

"""Paper: documents become lines, lines become bytes, and the printer is asked what became of the bytes."""

"""Photos and papers."""

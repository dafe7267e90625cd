"""Page furniture shared by all faces."""

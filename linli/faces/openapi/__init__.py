"""What other systems see."""

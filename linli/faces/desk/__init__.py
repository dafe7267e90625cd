"""What staff and grid workers see."""

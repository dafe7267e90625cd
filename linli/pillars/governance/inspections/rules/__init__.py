"""What is decided about shops without a database."""

"""What is decided about enterprises without a database."""

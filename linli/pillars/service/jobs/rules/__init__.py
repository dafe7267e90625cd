"""What is decided about jobs without a database."""

"""What residents report, until it is answered."""

"""What a text says: category, place, personal data, sameness."""

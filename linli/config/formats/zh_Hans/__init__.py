"""Chinese, as it is written here."""

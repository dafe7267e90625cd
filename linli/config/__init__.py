"""Settings, addresses, the embedded database."""

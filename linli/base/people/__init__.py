"""Accounts, residents, and who holds which post."""

"""Social governance: what is raised, found, whistled for, inspected and deliberated."""

"""Pictures for the documentation, drawn from scenarios."""

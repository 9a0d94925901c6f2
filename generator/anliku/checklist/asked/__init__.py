"""What a checklist asks, and what an answer counts."""

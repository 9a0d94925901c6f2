"""Look for inputs that break the program: seeded mutants, minutes by choice. What is found becomes a test."""

"""The form to fill in: which items stand on it, and the data of its page."""

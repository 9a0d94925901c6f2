"""The generated pages: which there are, and how a view is put into its frame."""

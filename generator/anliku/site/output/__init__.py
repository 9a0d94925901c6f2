"""The tree of files: its place, what the last build left there, and the step by which a file gets into it."""

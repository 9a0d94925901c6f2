"""Frames: whole pages with marked places, which MkDocs renders once per section."""

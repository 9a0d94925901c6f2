"""The site: frames filled with pages, and the tree they are written into."""

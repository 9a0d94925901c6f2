"""Data for pages on file://: classic scripts that hand values to `anliku.shard`, and text in fewer characters.

Read by assets/anliku/search-load.js and search-hit.js. The search index is written so, and the cases of a compact pack.
"""

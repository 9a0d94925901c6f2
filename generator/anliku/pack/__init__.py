"""The USB pack: a built site in a folder and a zip, with a manifest, a signature, and the means to prove both whole."""

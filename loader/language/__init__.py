"""The rules of each language, as data: what ``loader.rules`` reads."""

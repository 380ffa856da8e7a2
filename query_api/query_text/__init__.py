"""The text of a query, read without running it: tokens, patterns, what it may do, advice on it."""

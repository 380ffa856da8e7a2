"""Pages for people, made on the server: they work without JavaScript and take no markup from the data."""

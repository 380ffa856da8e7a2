"""Structure: from blocks to the outline of a document (divisions, provisions, tables)."""

"""langnghe's query API: SPARQL protocol, linked-data pages, search and reports over a built graph."""

"""What is served: where the server is to be found, its example questions, prefixes, dumps, the ontology's page."""

"""The SPARQL protocol over HTTP: parameters, negotiation, refusals, caching, description, streamed answers."""

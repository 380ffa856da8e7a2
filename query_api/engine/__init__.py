"""Engines: what answers SPARQL queries, behind one interface (``query_api.engine.base``)."""

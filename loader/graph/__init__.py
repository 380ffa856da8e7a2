"""The graph layer: facts to RDF, IRIs, vocabulary, stable serialisation."""

"""What follows from the facts by the ontology's axioms, and judgements that rules make over the whole graph."""

"""Validation: a graph against the rules of ``shapes/``, and reports that people act on."""

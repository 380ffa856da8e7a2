"""Folding of Vietnamese text, for what is no part of an engine: see ``query_api.engine.folding``."""

from query_api.engine.folding import fold

__all__ = ["fold"]

"""Full-text search over names, numbers, titles and quoted sentences: as typed first, tones and đ folded after."""

from query_api.asking.search.index import SearchIndex
from query_api.asking.search.values import FACETS, Facet, Filters, Hit, Hits, Piece, Suggestion

__all__ = ["FACETS", "Facet", "Filters", "Hit", "Hits", "Piece", "SearchIndex", "Suggestion"]

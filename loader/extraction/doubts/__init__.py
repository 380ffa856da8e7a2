"""Rules that find doubts about a text; one module per matter. ``loader.extraction.notes`` runs them all."""

"""The documentation of the ontology: every term with its axioms, the rules about it, data that use it, and questions."""

from loader.ontology_pages.page import Links, ontology_page

__all__ = ["Links", "ontology_page"]

"""Terms of the rule catalogue: what shapes files say of a rule besides SHACL itself."""

from __future__ import annotations

from typing import Final

from rdflib import Namespace, URIRef

from loader.graph.vocabulary import SITE

RULE: Final = Namespace(SITE + "rule/")
"""Rules, their groups and the properties that describe them."""

REMEDY: Final = RULE["remedy"]
ORIGIN: Final = RULE["origin"]
SUMMARY: Final = RULE["summary"]
MENDED_BY: Final = RULE["mendedBy"]
REQUIRES: Final = RULE["requires"]
CHECK: Final = RULE["check"]
REACH: Final = RULE["reach"]
ONE_DOCUMENT: Final = RULE["OneDocument"]
CHECK_IN_CODE: Final = RULE["CheckInCode"]
CONTEXT: Final = RULE["context"]
AS_OF: Final = RULE["asOf"]
CATALOGUE: Final = URIRef(SITE + "rule")
"""The catalogue itself, which declares the prefixes of the rules' queries."""

"""The terms of ``ontology/crafts.ttl``, the extension that the programme on craft villages declares."""

# ruff: noqa: N815 (property names of an ontology are camelCase)
from __future__ import annotations

from pyoxigraph import NamedNode

from loader.graph.vocabulary import LN, Vocabulary


class CRAFTS(Vocabulary, namespace=LN.NAMESPACE):
    """Classes and properties of the extension (a test compares both)."""

    Craft: NamedNode
    CraftStatus: NamedNode
    Village: NamedNode
    LocalCraft: NamedNode
    VillageCount: NamedNode
    Recognition: NamedNode
    Attestation: NamedNode
    hasCraftStatus: NamedNode
    mentionsCraft: NamedNode
    mentionsVillage: NamedNode
    ofCraft: NamedNode
    practises: NamedNode
    villageKind: NamedNode
    villageState: NamedNode
    hasRecognition: NamedNode
    recognitionDecision: NamedNode
    recognitionDate: NamedNode
    recognitionYear: NamedNode
    recognitionIssuer: NamedNode
    hasAttestation: NamedNode
    saidText: NamedNode
    households: NamedNode
    workers: NamedNode
    revenueText: NamedNode
    figuresYear: NamedNode
    hasVillageCount: NamedNode
    countOf: NamedNode
    countDate: NamedNode

"""What a curator changed in the facts of a document: a judgement with who, when and why."""

from __future__ import annotations

from datetime import date

from loader.graph.literals import boolean, day, en, string, vi
from loader.graph.vocabulary import DCTERMS, LN, RDF, RDFS
from loader.graph.writing_context import Context
from loader.resolution.curation import Action, Correction

_WORDS = (
    (Action.CORRECT, "sửa", "corrected"),
    (Action.REJECT, "bác bỏ", "rejected"),
    (Action.ADD, "bổ sung", "added"),
)


def write_correction(context: Context, correction: Correction, number: int) -> None:
    """State a correction: what it is about (the words), what it set, and who decided so, when and why."""
    document = context.document("").node
    node = context.node(context.iris.element(document.value, "curation", number))
    did_vi, did_en = next((v, e) for action, v, e in _WORDS if action is correction.action)
    what = f"{correction.fact}.{correction.field}" if correction.field else correction.fact
    context.add(node, RDF.type, LN.Judgement)
    context.add(node, RDFS.label, vi(f"Người biên tập {did_vi} dữ kiện trích ({what})"))
    context.add(node, RDFS.label, en(f"A curator {did_en} an extracted fact ({what})"))
    context.add(node, LN.judgedSubject, document)
    said = "; ".join([correction.value, *(f"{name}: {text}" for name, text in correction.fields)]).removeprefix("; ")
    context.add(node, LN.judgedValue, string(f"{correction.quote} → {said}".removesuffix(" → ")))
    context.add(node, LN.accepted, boolean(correction.action is not Action.REJECT))
    context.add(node, LN.grade, context.concept("grade", "verified"))
    context.add(node, LN.basis, string(correction.why))
    context.add(node, DCTERMS.creator, string(correction.who))
    context.add(node, DCTERMS.created, day(date.fromisoformat(correction.when)))

"""The words of the interface in both languages: gathered from templates and modules, where they stand in pairs."""

from __future__ import annotations

import ast
import itertools
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "query_api" / "pages" / "templates"
_MODULES = ("pages", "rendering", "explorer", "asking", "served", "query_text")
_VIETNAMESE = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
_EDGES = " \t\n0123456789.,:;…/()[]{}<>%+=–—-→←↑↓↗·•“”\"'✕✓✗∅?!|×"

Pair = tuple[str, str]


def bare(text: str) -> str:
    """Return a text without figures and marks at its ends, white space made single."""
    return " ".join(text.split()).strip(_EDGES)


def of_templates() -> Iterator[tuple[str, Pair]]:
    """Yield the pairs of words in each template: what ``t`` is called with."""
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    for path in sorted(TEMPLATES.iterdir()):
        for call in environment.parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "t":
                vi, en = call.args
                if isinstance(vi, nodes.Const) and isinstance(en, nodes.Const):
                    yield path.name, (vi.value, en.value)


def of_modules() -> Iterator[tuple[str, Pair]]:
    """Yield the pairs of words in the modules that make pages: a Vietnamese text beside one that is not."""
    for path in (p for folder in _MODULES for p in sorted((ROOT / "query_api" / folder).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            yield from ((path.name, pair) for pair in _beside(node))


def _beside(node: ast.AST) -> Iterator[Pair]:
    if isinstance(node, ast.IfExp):
        sides: list[ast.expr] = [node.body, node.orelse]
    elif isinstance(node, ast.Call):
        sides = [*node.args, *(k.value for k in node.keywords)]
    elif isinstance(node, ast.Tuple | ast.List):
        sides = node.elts
    else:
        return
    texts = [s.value if isinstance(s, ast.Constant) and isinstance(s.value, str) else "" for s in sides]
    for one, two in itertools.pairwise(texts):
        if one and two and bool(_VIETNAMESE.search(one)) != bool(_VIETNAMESE.search(two)):
            yield (one, two) if _VIETNAMESE.search(one) else (two, one)


def of_headings() -> Iterator[Pair]:
    """Yield the headings of columns."""
    content = tomllib.loads((ROOT / "queries" / "columns.toml").read_text(encoding="utf-8"))
    return ((words["vi"], words["en"]) for words in content["columns"].values())


def words_of(language: str) -> frozenset[str]:
    """Return the words of one language that are none of the other."""
    pairs = [pair for _, pair in (*of_templates(), *of_modules())] + list(of_headings())
    vi, en = ({bare(pair[at]) for pair in pairs} for at in (0, 1))
    own = vi - en if language == "vi" else en - vi
    return frozenset(text for text in own if re.search(r"[^\W\d_]{2}", text))

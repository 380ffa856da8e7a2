"""A file sent with a request: as the body itself, or as the file of a form (multipart/form-data, RFC 7578)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email import policy
from email.message import Message
from email.parser import BytesParser

from starlette.requests import Request

from query_api.engine.formats import GRAPH_FORMATS
from query_api.problems import RequestError
from query_api.protocol.parameters import read_body

_FORM = "multipart/form-data"
_LONGEST_HEAD = 2048  # bytes of the header of a part
PASTED = "text"
"""The field of a form that holds a document's words instead of a file."""
_LONGEST_FIELD = 4096  # bytes
_MOST_PARTS = 100  # that may stand in front of the file
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
_DOCUMENTS = (
    ("text/plain", ".txt"),
    ("text/markdown", ".md"),
    ("text/html", ".html"),
    ("application/pdf", ".pdf"),
    ("application/msword", ".doc"),
    ("application/rtf", ".rtf"),
    ("text/rtf", ".rtf"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    ("application/vnd.oasis.opendocument.text", ".odt"),
)
_ALIASES = (("application/x-turtle", ".ttl"), ("application/json", ".jsonld"), ("application/x-trig", ".trig"))
_KINDS = {**{f.media_type: f".{f.key}" for f in GRAPH_FORMATS}, **dict(_DOCUMENTS), **dict(_ALIASES)}


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as sent.

    Attributes:
        data: its bytes.
        suffix: what kind of file it is, by its name or media type (".ttl").
        name: its name as sent, "" if none was.
        fields: the short texts beside it in its form, by name.
    """

    data: bytes
    suffix: str
    name: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


async def read_file(request: Request, longest: int) -> SentFile:
    """Read the file that a request carries; the query parameter ``name`` tells its kind where the type does not.

    Args:
        request: POST with the file as body, or with a form that has one file.
        longest: bytes that a body may have.

    Raises:
        RequestError: there is no file, it is too large, or nothing says what kind it is.
    """
    declared = request.headers.get("content-type", "")
    body = await read_body(request, longest)
    name = request.query_params.get("name", "")
    fields = fields_of_form(declared, body)
    if declared.partition(";")[0].strip().lower() == _FORM:
        sent_name, declared, body = file_of_form(declared, body)
        name = name or sent_name
    if not body.strip():
        raise RequestError(
            "bad-request",
            "no file was sent",
            message_vi="không có tệp nào được gửi",
            advice="send one as the body, or in a form as “file”",
        )
    return SentFile(body, suffix_of(name, declared), name, fields)


def suffix_of(name: str, media_type: str) -> str:
    """Return the suffix of a file by its name, else by its media type.

    Raises:
        RequestError: neither tells.
    """
    _, dot, ending = name.strip().lower().rpartition(".")
    if dot and _SUFFIX.fullmatch(f".{ending}"):
        return f".{ending}"
    kind = media_type.partition(";")[0].strip().lower()
    if kind in _KINDS:
        return _KINDS[kind]
    raise RequestError(
        "unsupported-media-type",
        f"the body's type is “{kind}”" if kind else "the body's type is not stated",
        advice="give the file's name by ?name=plan.docx",
    )


def file_of_form(content_type: str, body: bytes) -> tuple[str, str, bytes]:
    """Return name, media type and bytes of the first file of a form, or of the text that was pasted into it instead.

    The body is cut at its boundary and nothing more: a parser of mail goes through it line by line, and a body may
    have as many lines as bytes.

    Raises:
        RequestError: the form has no file.
    """
    files: list[tuple[str, str, bytes]] = []
    pasted: list[tuple[str, str, bytes]] = []
    for head, content in _parts(content_type, body):
        name = head.get_filename()
        if name is not None:
            files.append((name, head.get_content_type() if "content-type" in head else "", content))
            if content.strip():
                return files[-1]  # what follows is not looked at
        elif head.get_param("name", header="content-disposition") == PASTED and content.strip():
            pasted.append(("", "text/plain", content))
    found = [*pasted, *files]
    if not found:
        raise RequestError("bad-request", "the form has no file", message_vi="biểu mẫu không có tệp nào")
    return found[0]


def fields_of_form(content_type: str, body: bytes) -> dict[str, str]:
    """Return the short texts of a form by the names of their fields; none for what is no form."""
    if content_type.partition(";")[0].strip().lower() != _FORM:
        return {}
    found: dict[str, str] = {}
    for head, content in _parts(content_type, body):
        name = head.get_param("name", header="content-disposition")
        if isinstance(name, str) and head.get_filename() is None and len(content) <= _LONGEST_FIELD:
            found[name] = content.decode("utf-8", "replace")
    return found


def _parts(content_type: str, body: bytes) -> Iterator[tuple[Message, bytes]]:
    """Yield head and content of the parts of a form.

    Raises:
        RequestError: its type names no boundary.
    """
    declared = f"Content-Type: {content_type}".encode("latin-1", "replace")
    boundary = _headers(declared).get_boundary() if len(declared) <= _LONGEST_HEAD else None
    if not boundary:
        raise RequestError(
            "bad-request",
            "the form has no file: its type names no boundary",
            message_vi="biểu mẫu không có tệp nào: thiếu “boundary” trong kiểu",
        )
    delimiter = b"\r\n--" + boundary.encode("latin-1", "replace")
    body = b"\r\n" + body
    start = body.find(delimiter)
    for _ in range(_MOST_PARTS):
        if start < 0 or body.startswith(b"--", start + len(delimiter)):
            break
        following = body.find(delimiter, start + len(delimiter))
        end = following if following >= 0 else len(body)
        head_end = body.find(b"\r\n\r\n", start, min(end, start + _LONGEST_HEAD))
        if head_end >= 0:
            yield _headers(body[start + len(delimiter) : head_end].lstrip(b" \t\r\n")), body[head_end + 4 : end]
        start = following


def _headers(text: bytes) -> Message:
    return BytesParser(policy=policy.compat32).parsebytes(text, headersonly=True)

"""The parameters of a SPARQL protocol operation, from URL and body (SPARQL 1.1 Protocol §2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request

from query_api.engine.formats import Family
from query_api.problems import RequestError
from query_api.shared.aside import Aside
from query_api.shared.negotiation import named_formats

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_FORMAT_PARAMETERS = ("format", "output", "results")


@dataclass(frozen=True, slots=True)
class Operation:
    """A query operation as requested.

    Attributes:
        query: the query; None when none was sent (a request for the service description).
        default_graphs: values of ``default-graph-uri``.
        named_graphs: values of ``named-graph-uri``.
        format: names of the formats wanted, parted by commas: what ``format`` says, else ``output`` or ``results``.
        timeout: value of ``timeout``, seconds.
        page: value of ``page`` (from 1), for results cut by the row limit.
        bom: CSV is meant for a spreadsheet program (``bom=1``).
        title: value of ``title``, which a file made of the result is named after.
        name: file name without suffix, where the address has one.
    """

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None
    timeout: float | None = None
    page: int = 1
    bom: bool = False
    title: str | None = None
    name: str | None = None


async def read_operation(request: Request, longest: int, aside: Aside, client: str) -> Operation:
    """Read an operation from a request.

    Args:
        request: GET, HEAD, QUERY or POST (form or direct).
        longest: bytes that a body may have.
        aside: decodes what is long.
        client: who asks.

    Raises:
        RequestError: a parameter is repeated or malformed, the body too large or of a wrong type, or an update.
    """
    in_url: bytes = request.scope["query_string"]
    pairs = await aside.run(client, len(in_url), _decode, in_url)
    if request.method in ("GET", "HEAD"):
        return _operation(pairs)
    stated = request.headers.get("content-type", "")
    content_type = stated if stated in (FORM, QUERY) else stated.partition(";")[0].strip().lower()
    if content_type == UPDATE:
        raise RequestError(
            "read-only",
            "this endpoint is read-only: updates are refused",
            message_vi="điểm truy vấn này chỉ đọc, không nhận lệnh cập nhật",
        )
    if content_type not in (FORM, QUERY):
        raise RequestError(
            "unsupported-media-type",
            f"the body's type is “{content_type}”" if content_type else "the body's type is not stated",
            advice=f"send {FORM} or {QUERY}",
        )
    body = await read_body(request, longest)
    if content_type == FORM:
        return _operation(await aside.run(client, len(body), _decode, body) + pairs)
    charset = _charset(stated)
    if charset.lower() not in ("utf-8", "utf8", "us-ascii"):
        raise RequestError(
            "unsupported-media-type",
            f"the query is in {charset}",
            message_vi=f"truy vấn ghi bằng bảng mã {charset}",
            advice="send it in UTF-8",
        )
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError(
            "bad-request", "the query is not UTF-8 text", message_vi="truy vấn không phải văn bản UTF-8"
        ) from error
    if any(name == "query" for name, _ in pairs):
        raise RequestError(
            "bad-request", "the query stands in the body and in the URL", message_vi="truy vấn vừa ở thân vừa ở địa chỉ"
        )
    return _operation([("query", text), *pairs])


def operation_of_url(request: Request) -> Operation:
    """Read an operation from the URL alone.

    Raises:
        RequestError: a parameter is repeated or malformed.
    """
    return _operation(_decode(request.scope["query_string"]))


async def read_body(request: Request, longest: int) -> bytes:
    """Read the body of a request, at most ``longest`` bytes.

    Raises:
        RequestError: it is longer.
    """
    too_large = RequestError(
        "too-large", f"the body has more than {longest} bytes", message_vi=f"thân yêu cầu dài quá {longest} byte"
    )
    stated = request.headers.get("content-length", "")
    if stated.isascii() and stated.isdecimal() and int(stated[:18]) > longest:
        raise too_large  # and not only once all of it has come
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > longest:
            raise too_large
    return bytes(body)


def _decode(data: bytes) -> list[tuple[str, str]]:
    if not data:
        return []
    try:
        return parse_qsl(data.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise RequestError(
            "bad-request", "the parameters are not URL-encoded UTF-8", message_vi="tham số không mã hóa đúng bằng UTF-8"
        ) from error


def _operation(pairs: list[tuple[str, str]]) -> Operation:
    if len(pairs) == 1 and pairs[0][0] == "query":  # what most requests are
        return Operation(pairs[0][1])
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in pairs):
        raise RequestError(
            "read-only",
            "this endpoint is read-only: updates are refused",
            message_vi="điểm truy vấn này chỉ đọc, không nhận lệnh cập nhật",
        )
    return Operation(
        _only(pairs, "query"),
        tuple(value for name, value in pairs if name == "default-graph-uri"),
        tuple(value for name, value in pairs if name == "named-graph-uri"),
        _formats(pairs),
        _seconds(_single(pairs, "timeout")),
        _page(_single(pairs, "page")),
        (_single(pairs, "bom") or "").lower() in ("1", "true", "yes"),
        _single(pairs, "title") or None,
    )


def _formats(pairs: list[tuple[str, str]]) -> str | None:
    """Return the names of the formats wanted.

    Clients name one format in several parameters and spellings at once (SPARQLWrapper: ``format``, ``output`` and
    ``results``, each "tsv" and "text/tab-separated-values"). Only ``format`` is ours: what another one says counts
    where there is no ``format`` and the name is known, for a server need not know it.
    """
    named = {name: [v for k, v in pairs if k == name and v.strip()] for name in _FORMAT_PARAMETERS}
    if named["format"]:
        return ", ".join(dict.fromkeys(named["format"]))
    for name in _FORMAT_PARAMETERS[1:]:
        known = [v for v in named[name] if any(named_formats(v, family) for family in Family)]
        if known:
            return ", ".join(dict.fromkeys(known))
    return None


def _single(pairs: list[tuple[str, str]], name: str) -> str | None:
    """Return the value of a parameter, which may be given again as long as it says the same."""
    values = list(dict.fromkeys(value for key, value in pairs if key == name))
    if len(values) > 1:
        raise RequestError(
            "bad-request",
            f"the parameter “{name}” is given {len(values)} different values",
            message_vi=f"tham số “{name}” có {len(values)} giá trị khác nhau",
        )
    return values[0] if values else None


def _only(pairs: list[tuple[str, str]], name: str) -> str | None:
    """Return the value of a parameter that the protocol allows once."""
    values = [value for key, value in pairs if key == name]
    if len(values) > 1:
        raise RequestError(
            "bad-request",
            f"the parameter “{name}” is given {len(values)} times",
            message_vi=f"tham số “{name}” được ghi {len(values)} lần",
        )
    return values[0] if values else None


def _seconds(text: str | None) -> float | None:
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds < 1e6:
        raise RequestError(
            "bad-request", "“timeout” is a positive number of seconds", message_vi="“timeout” là số giây lớn hơn 0"
        )
    return seconds


def _page(text: str | None) -> int:
    if not text:
        return 1
    if not text.isascii() or not text.isdecimal() or int(text[:9]) < 1 or len(text) > 9:
        raise RequestError("bad-request", "“page” is a whole number from 1", message_vi="“page” là số nguyên từ 1")
    return int(text)


def _charset(content_type: str) -> str:
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"') or "utf-8"
    return "utf-8"

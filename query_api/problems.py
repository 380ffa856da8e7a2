"""Errors → HTTP: one table of kinds, one place that turns an error into a problem document (RFC 9457)."""

from __future__ import annotations

import json
from dataclasses import dataclass

from starlette.responses import Response

from loader.errors import (
    ConfigurationError,
    EngineError,
    FormatError,
    GraphError,
    InputError,
    LangngheError,
    QueryError,
    QueryTimeout,
    ResourceError,
)

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem.

    Attributes:
        status: HTTP status.
        title_vi: what it is, in Vietnamese.
        title_en: what it is, in English.
    """

    status: int
    title_vi: str
    title_en: str


KINDS: dict[str, Kind] = {
    "malformed-query": Kind(400, "Truy vấn sai cú pháp", "Malformed query"),
    "bad-request": Kind(400, "Yêu cầu không hợp lệ", "Bad request"),
    "read-only": Kind(403, "Điểm truy vấn chỉ cho đọc", "The endpoint is read-only"),
    "service-denied": Kind(403, "Không được gọi dịch vụ bên ngoài", "Outbound requests are denied"),
    "unauthorised": Kind(401, "Cần mã quản trị", "Administration needs a token"),
    "not-found": Kind(404, "Không tìm thấy", "Not found"),
    "method-not-allowed": Kind(405, "Phương thức không được hỗ trợ", "Method not allowed"),
    "not-acceptable": Kind(406, "Không có định dạng được yêu cầu", "No acceptable format"),
    "request-timeout": Kind(408, "Yêu cầu gửi quá chậm", "The request came too slowly"),
    "too-large": Kind(413, "Yêu cầu quá lớn", "Request too large"),
    "uri-too-long": Kind(414, "Địa chỉ quá dài", "The address is too long"),
    "unsupported-media-type": Kind(415, "Kiểu nội dung không được hỗ trợ", "Unsupported media type"),
    "too-many-queries": Kind(429, "Quá nhiều truy vấn cùng lúc", "Too many queries at once"),
    "header-too-large": Kind(431, "Phần đầu yêu cầu quá lớn", "The request's header is too large"),
    "internal": Kind(500, "Lỗi máy chủ", "Server error"),
    "not-implemented": Kind(501, "Cách truyền không được hỗ trợ", "Unknown transfer coding"),
    "unavailable": Kind(503, "Máy chủ đang bận", "The engine is not available"),
    "too-many-connections": Kind(503, "Quá nhiều kết nối cùng lúc", "Too many connections at once"),
    "deadline": Kind(504, "Quá thời hạn", "The deadline passed"),
}
_KIND_OF_ERROR: tuple[tuple[type[LangngheError], str], ...] = (
    (QueryError, "malformed-query"),
    (QueryTimeout, "deadline"),
    (FormatError, "not-acceptable"),
    (EngineError, "unavailable"),
    (ResourceError, "unavailable"),
    (InputError, "bad-request"),
    (ConfigurationError, "bad-request"),
    (GraphError, "internal"),
)
_KIND_OF_STATUS = {400: "bad-request", 404: "not-found", 405: "method-not-allowed", 422: "bad-request"}


class RequestError(LangngheError):
    """A request that is refused.

    Attributes:
        kind: key of ``KINDS``.
    """

    def __init__(
        self,
        kind: str,
        message: str,
        *,
        advice: str | None = None,
        message_vi: str | None = None,
        advice_vi: str | None = None,
    ) -> None:
        self.kind = kind
        super().__init__(message, advice=advice, message_vi=message_vi, advice_vi=advice_vi)


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem as reported.

    Attributes:
        kind: key of ``KINDS``.
        detail: what is wrong in this case.
        advice: what to do about it.
        line: line of the query, if known.
        column: column of the query, if known.
        detail_vi: the detail in Vietnamese, where it is known.
        advice_vi: the advice in Vietnamese, where it is known.
        possible: what could be sent instead, each as (what to write, its label).
    """

    kind: str
    detail: str
    advice: str | None = None
    line: int | None = None
    column: int | None = None
    detail_vi: str | None = None
    advice_vi: str | None = None
    possible: tuple[tuple[str, str], ...] = ()

    @property
    def status(self) -> int:
        """HTTP status."""
        return KINDS[self.kind].status

    @property
    def title_vi(self) -> str:
        """The title in Vietnamese."""
        return KINDS[self.kind].title_vi

    @property
    def title_en(self) -> str:
        """The title in English."""
        return KINDS[self.kind].title_en

    def document(self, prefix: str = "") -> dict[str, object]:
        """Return the members of the problem document; those ending in "_vi" are in Vietnamese.

        Args:
            prefix: what stands in front of the server's paths.
        """
        members: dict[str, object] = {
            "type": f"{prefix}/problems#{self.kind}",
            "title": self.title_en,
            "title_vi": self.title_vi,
            "status": self.status,
            "detail": self.detail,
            "detail_vi": self.detail_vi,
            "advice": self.advice,
            "advice_vi": self.advice_vi,
            "line": self.line,
            "column": self.column,
            "possible": [{"value": value, "label": label} for value, label in self.possible] or None,
        }
        return {key: value for key, value in members.items() if value is not None}


def problem_of(error: LangngheError) -> Problem:
    """Return the problem that an error is."""
    if isinstance(error, RequestError):
        kind = error.kind
    else:
        kind = next((k for cls, k in _KIND_OF_ERROR if isinstance(error, cls)), "internal")
    line, column = getattr(error, "line", None), getattr(error, "column", None)
    possible = getattr(error, "possible", ())
    return Problem(kind, error.message, error.advice, line, column, error.message_vi, error.advice_vi, tuple(possible))


def problem_of_status(status: int, detail: str) -> Problem:
    """Return the problem for a status that the framework raised."""
    return Problem(_KIND_OF_STATUS.get(status, "bad-request" if status < 500 else "internal"), detail)


def problem_response(problem: Problem, headers: dict[str, str] | None = None, prefix: str = "") -> Response:
    """Return the response that reports a problem."""
    extra = dict(headers or {})
    if problem.status in (429, 503):
        extra.setdefault("Retry-After", "2")
    if problem.kind == "unauthorised":
        extra.setdefault("WWW-Authenticate", "Bearer")
    if problem.kind == "unsupported-media-type":
        extra.setdefault("Accept-Encoding", "gzip, deflate")
    extra["Cache-Control"] = "no-store"
    body = json.dumps(problem.document(prefix), ensure_ascii=False).encode()
    return Response(body, problem.status, extra, MEDIA_TYPE)

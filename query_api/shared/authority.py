"""Who may change what is served: whoever has the administration token, where there is a project to change."""

from __future__ import annotations

import hmac

from fastapi import Request

from loader.project import Project
from query_api.problems import RequestError
from query_api.shared.services import Services


def project_to_change(services: Services) -> Project | None:
    """Return the project that is served and may be changed; None where administration is off or nothing can be written."""
    project = services.settings.project
    return Project.around(project) if services.settings.admin_token is not None and project is not None else None


def authorise(request: Request, services: Services, given: str = "") -> None:
    """See to it that a request comes from whoever has the token.

    Args:
        request: may carry the token as ``Authorization: Bearer``.
        services: the server's.
        given: the token as a field of a form has it.

    Raises:
        RequestError: administration is switched off (404), or the token is missing or wrong (401).
    """
    token = services.settings.admin_token
    if token is None:
        raise RequestError(
            "not-found", "administration is switched off", message_vi="máy chủ này không cho sửa dữ liệu"
        )
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    sent = bearer.strip() if scheme.lower() == "bearer" else given
    if not hmac.compare_digest(sent.encode(), token.encode()):
        raise RequestError(
            "unauthorised", "the token is missing or wrong", message_vi="thiếu hoặc sai mã quản trị",
            advice="send it as Authorization: Bearer …, or write it into the form",
            advice_vi="gửi bằng Authorization: Bearer …, hoặc ghi vào ô mã quản trị",
        )  # fmt: skip

"""Credentials as a server asks for them: Digest (RFC 7616) where it wants that, as Virtuoso does, else Basic (RFC 7617)."""

from __future__ import annotations

from collections.abc import Generator

import httpx


class Credentials(httpx.Auth):
    """A user and a password, shown when a server has refused a request without them (RFC 9110, section 11.6)."""

    def __init__(self, user: str, password: str) -> None:
        """Take them."""
        self._user, self._password = user, password
        self._shown: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send a request; from the first refusal on with the credentials."""
        if self._shown is not None:
            yield from self._shown.auth_flow(request)
            return
        response = yield request
        if response.status_code != 401:
            return
        challenges = response.headers.get_list("www-authenticate")
        if any(challenge.lower().startswith("digest ") for challenge in challenges):
            self._shown = httpx.DigestAuth(self._user, self._password)
            flow = self._shown.auth_flow(request)
            next(flow)  # would ask without: that has been answered
            yield flow.send(response)
        else:
            self._shown = httpx.BasicAuth(self._user, self._password)
            yield from self._shown.auth_flow(request)

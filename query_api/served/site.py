"""Where this server is to be found from outside: the prefix of its paths, its public address, and links as URLs.

What a path or IRI becomes in a link, a redirect or a header is decided here and nowhere else: it stays on this host,
and is ASCII.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

from fastapi import Request

from loader.errors import ConfigurationError
from query_api.settings import Settings

FORWARDED_HOST = "langnghe.host"
"""Key of a request's scope under which the host stands that a trusted proxy was asked for."""
_SAFE = "/:@!$&'()*+,;=-._~%"  # of a path (RFC 3986 §3.3); "%" because what is encoded stays so
_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")
_ENCODED_LETTERS = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_DOTS = re.compile(r"(?:^|/)(?:\.|%2[eE]){1,2}(?:/|$)")


@dataclass(frozen=True, slots=True)
class Site:
    """The place of a server.

    Attributes:
        prefix: what stands in front of each of its paths; "" or "/plans".
        public: its address as people know it, without a slash at the end; None where it is not known.
    """

    prefix: str = ""
    public: str | None = None

    def link(self, path: str) -> str:
        """Return a link to a path of this server ("/browse?x#y"); a link elsewhere comes back as it is."""
        return f"{self.prefix}{path}" if path.startswith("/") else path

    def address(self, request: Request) -> str:
        """Return the server's address without a slash at the end.

        It is the public one if that is set; else what a trusted proxy was asked for, with our prefix; else where the
        connection came in. What a client says in ``Host`` is not taken.
        """
        if self.public is not None:
            return self.public
        host = request.scope.get(FORWARDED_HOST)
        if host is None:
            name, port = request.scope.get("server") or ("localhost", None)
            name = f"[{name}]" if ":" in name else name
            host = f"{name}:{port}" if port not in (None, 80 if request.scope["scheme"] == "http" else 443) else name
        return f"{request.scope['scheme']}://{host}{self.prefix}"


def site_of(settings: Settings) -> Site:
    """Return the site that settings describe.

    Raises:
        ConfigurationError: the address or prefix is malformed, or they contradict each other.
    """
    prefix = settings.root_path.rstrip("/")
    if prefix and not _PREFIX.fullmatch(prefix):
        raise ConfigurationError(f"the root path is “{settings.root_path}”", advice="write it as /plans")
    if settings.public_url is None:
        return Site(prefix)
    try:
        parts = urlsplit(settings.public_url)
        named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        named = False
        parts = urlsplit("")
    path = parts.path.rstrip("/")
    whole = parts.scheme in ("http", "https") and named and not (parts.query or parts.fragment or parts.username)
    if not whole or not settings.public_url.isascii() or (path and not _PREFIX.fullmatch(path)):
        advice = "write it as https://data.example.org or https://example.org/plans"
        raise ConfigurationError(f"the public URL is “{settings.public_url}”", advice=advice)
    if prefix and path and prefix != path:
        raise ConfigurationError(f"the public URL ends in {path}, the root path is {prefix}", advice="give one of them")
    return Site(path or prefix, f"{parts.scheme}://{parts.netloc}{path or prefix}")


def path_of_iri(iri: str, base: str) -> str | None:
    """Return the path at which this server describes one of its IRIs; None for one that no path leads to.

    A slash at its beginning is encoded: two slashes would be the name of a host. Segments of dots have no path, for
    whoever follows a link resolves them.

    Args:
        iri: begins with ``base``.
        base: what the server's paths stand for; ends in a slash.
    """
    path, hash_mark, fragment = iri.removeprefix(base).partition("#")
    if _DOTS.search(path):
        return None
    return "/" + encoded_path(path) + (hash_mark + quote(fragment, safe=_SAFE + "?") if hash_mark else "")


def url_of_iri(iri: str) -> str:
    """Return an IRI of the web as a URL: in ASCII, its host in the form that the name service knows.

    Raises nothing: what is no URL is percent-encoded as it stands.
    """
    scheme, _, rest = iri.partition("://")
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    try:
        named = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        named = host
    return quote(f"{scheme}://{named}{rest[len(host) :]}", safe=_SAFE + "#?[]")


def encoded_path(path: str) -> str:
    """Return a path, without its first slash, as it stands in a URL: ASCII, and never the name of a host."""
    inner = path.lstrip("/")
    return "%2F" * (len(path) - len(inner)) + quote(inner, safe=_SAFE)


def paths_meant(raw_path: bytes) -> list[str]:
    """Return what a requested path may stand for in an IRI, likeliest first, without its first slash.

    An IRI may itself be percent-encoded ("x%20y"), so octets of ASCII stay encoded at first; those of other letters
    are decoded (RFC 3987 §3.2). After that come the same with question marks, the path as sent, and with all decoded.

    Args:
        raw_path: path of the request as sent; its octets must be UTF-8 when decoded.
    """
    sent = raw_path.decode("ascii", "replace").removeprefix("/")
    if "%" not in sent:
        return [sent]
    letters = _ENCODED_LETTERS.sub(_letters_of, raw_path.decode("utf-8", "replace").removeprefix("/"))
    marked = letters.replace("%3F", "?").replace("%3f", "?")  # a link cannot leave a question mark as it is
    return list(dict.fromkeys((letters, marked, sent, unquote(sent))))


def _letters_of(octets: re.Match[str]) -> str:
    """Return the letters that a run of encoded octets stands for; octets that are no UTF-8 stay as they were sent."""
    sent = [octets[0][i : i + 3] for i in range(0, len(octets[0]), 3)]
    letters, at = [], 0
    for letter in unquote_to_bytes(octets[0]).decode("utf-8", "surrogateescape"):
        is_letter = not 0xDC80 <= ord(letter) <= 0xDCFF
        letters.append(letter if is_letter else sent[at])
        at += len(letter.encode("utf-8")) if is_letter else 1
    return "".join(letters)

"""Links, redirects and headers stay on this host, in ASCII, and name the address that people know."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import httpx
import pyoxigraph as ox
import pytest
from api_sample import FIRST, SITE, running
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st
from prefix_proxy import proxied

from loader.errors import ConfigurationError
from query_api.rendering.terms import href_of
from query_api.served.site import Site, path_of_iri, paths_meant, site_of
from query_api.server.admission import TrustedProxies
from query_api.settings import Settings

ROOT = Path(__file__).parents[2]
HTML = {"Accept": "text/html"}
STRANGE = (
    "/evil.example/x",
    "//evil.example/y",
    "g\u1ed1m",
    "x%20y",
    "a(b)",
    "h?i=1&j",
    "gốm%20sứ",
    "l'é",
    "x;y=1",
    "z.ttl.old",
)
"""Paths that IRIs may have behind our base."""


def is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("strange")
    lines = [
        f'<{SITE}{path}> rdfs:label "{number}"@vi ; rdfs:seeAlso <{SITE}hub> .' for number, path in enumerate(STRANGE)
    ]
    (folder / "strange.ttl").write_text(FIRST + "\n".join(lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def server(strange: Path, queries: Path) -> Iterator[str]:
    with running(Settings(paths=(strange,), queries=queries, admin_token="secret")) as url:
        yield url


def test_every_iri_is_linked_to_a_page_of_this_host_that_is_about_it(server: str) -> None:
    hub = BeautifulSoup(httpx.get(f"{server}/hub", headers=HTML, timeout=60).text, "html.parser")
    links = [str(a["href"]) for a in hub.select("main details li a")]
    found = set()
    for link in links:
        address = urljoin(f"{server}/hub", link)
        assert address.startswith(f"{server}/"), link
        assert address.isascii()
        shown = httpx.get(address, headers=HTML, timeout=60)
        assert shown.status_code == 200, link
        iri = BeautifulSoup(shown.text, "html.parser").select_one("p.iri code")
        found.add(iri.text if iri is not None else "")
    assert {f"{SITE}{path}" for path in STRANGE} <= found


@pytest.mark.parametrize("path", STRANGE)
def test_the_other_forms_of_a_strange_iri_are_linked_in_headers_of_ascii(server: str, path: str) -> None:
    link = path_of_iri(SITE + path, SITE)
    assert link is not None
    shown = httpx.get(f"{server}{link}", headers=HTML, timeout=60)
    assert shown.status_code == 200
    assert all(name.isascii() and value.isascii() for name, value in shown.headers.raw)
    alternates = re.findall(r"<([^>]*)>", shown.headers["link"])
    assert alternates
    for address in alternates:
        assert not address.startswith("//")
        rdf = httpx.get(f"{server}{address}", timeout=60)
        assert rdf.status_code == 200, address
        assert "seeAlso" in rdf.text


@pytest.mark.parametrize(
    "path", ["//evil.example/", "//evil.example", "/%2Fevil.example/", "/\\evil.example/", "///evil.example//", "//evil.example/x/",
             "/sparql//evil.example/", "/ontology/", "/static", "/static/"],
)  # fmt: skip
@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_no_path_leads_to_another_host(server: str, path: str, accept: str) -> None:
    answer = raw_get(server, path, accept)
    location = answer.headers.get("location")
    if location is not None:
        assert urlsplit(urljoin(server, location)).netloc == urlsplit(server).netloc
        assert not location.startswith(("//", "/\\", "\\"))
    assert answer.status_code < 500


def raw_get(server: str, path: str, accept: str) -> httpx.Response:
    """Ask for a path as it stands."""
    return httpx.get(httpx.URL(server).copy_with(raw_path=path.encode()), headers={"Accept": accept}, timeout=60)


@example("%a2?")
@example("é%a2đ")
@given(st.text(alphabet=st.sampled_from("/.%2eF\\@:?#a é\u0300đ&;=[]"), max_size=12))
def test_the_link_of_any_iri_leads_back_to_it(path: str) -> None:
    iri = SITE + path
    link = href_of(iri, SITE)
    if link is None or not is_iri(iri):
        return
    assert link.startswith("/")
    assert not link.startswith(("//", "/\\"))
    assert link.isascii()
    # As a browser resolves it, and as the server understands what then comes.
    parts = urlsplit(f"https://here.example{link}")
    assert parts.netloc == "here.example"
    asked = parts.path.encode("ascii")
    assert path.partition("#")[0] in paths_meant(asked)


@given(st.text(max_size=20))
def test_any_path_that_is_asked_for_is_understood_as_text(path: str) -> None:
    assert all(isinstance(meant, str) for meant in paths_meant(("/" + path).encode("ascii", "ignore")))


def test_a_path_that_is_no_utf8_is_a_bad_request_and_says_nothing_of_queries(server: str) -> None:
    for path in ("/%FF", "/vn/%C3", "/%ED%A0%80", "/search%FF"):
        answer = raw_get(server, path, "*/*")
        assert answer.status_code == 400, path
        assert answer.json()["detail"] == "the path is not UTF-8"
    for path in ("/%EF%BF%BE", "/a%20b", "/a%00", "/%7B%7D", "/%3Cx%3E", "/%22"):
        answer = raw_get(server, path, "*/*")
        assert answer.status_code == 404, path
        assert "SELECT" not in answer.text
        assert "CONSTRUCT" not in answer.text


@pytest.mark.parametrize(
    ("hosts", "version", "status"),
    [([], "1.1", 400), (["x", "x"], "1.1", 400), (["x"], "1.1", 200), ([], "1.0", 200), (["a b"], "1.1", 400),
     (["[::1]:80"], "1.1", 200), (["é"], "1.1", 400), (["x:y"], "1.1", 400)],
)  # fmt: skip
def test_a_request_names_one_host(server: str, hosts: list[str], version: str, status: int) -> None:
    parts = urlsplit(server)
    for method, success in (("GET", 200), ("OPTIONS", 204)):
        with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=60) as connection:
            named = [f"Host: {host}" for host in hosts]
            lines = [f"{method} /ontology.ttl HTTP/{version}", *named, "Connection: close", "", ""]
            connection.sendall("\r\n".join(lines).encode())
            answer = connection.recv(4096)
        assert int(answer.split()[1]) == (success if status == 200 else status), method


FORGED = {
    "Host": "forged.example",
    "X-Forwarded-Host": "worse.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "203.0.113.7",
    "Forwarded": "host=worst.example;proto=https",
}
DESCRIPTIONS = ("/sparql", "/.well-known/void", "/examples", "/openapi.json", "/", "/browse", "/about", "/ontology", "/hub",
                "/hub/", "/nothing", "/validate", "/dump", "/schema.json", "/search?q=nghe", "/q/1", "/editor", "/static")  # fmt: skip


@pytest.mark.parametrize("accept", ["text/turtle", "text/html", "application/json"])
@pytest.mark.parametrize("path", DESCRIPTIONS)
def test_nobody_but_a_trusted_proxy_says_what_this_server_is_called(server: str, path: str, accept: str) -> None:
    answer = httpx.get(f"{server}{path}", headers={**FORGED, "Accept": accept}, timeout=60)
    said = answer.text + " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    assert not [name for name in ("forged.", "worse.", "worst.") if f"{name}example" in said]
    assert "203.0.113.7" not in said


@pytest.mark.parametrize("settings", [{}, {"public_url": "https://data.example/plans"}])
def test_what_a_trusted_proxy_was_asked_for_is_the_address_unless_one_is_set(
    data: Path, settings: dict[str, str]
) -> None:
    with running(Settings(paths=(data,), trusted_proxies=("127.0.0.0/8",), **settings)) as url:
        text = httpx.get(f"{url}/sparql", headers={**FORGED, "Accept": "text/turtle"}, timeout=60).text
    expected = "https://data.example/plans/sparql" if settings else "https://worse.example/sparql"
    assert f"<{expected}>" in text
    assert "127.0.0.1" not in text


@pytest.mark.parametrize(
    ("stated", "client"),
    [("198.51.100.1", "198.51.100.1"), ("6.6.6.6, 198.51.100.1, 10.0.0.1", "198.51.100.1"), ("nonsense", "127.0.0.1"),
     ("", "127.0.0.1"), ("[2001:db8::1]:4711", "2001:db8::1"), ("198.51.100.1:99", "198.51.100.1")],
)  # fmt: skip
def test_the_client_is_the_last_address_that_is_no_proxy(stated: str, client: str) -> None:
    scope = {"client": ("127.0.0.1", 1), "scheme": "http", "headers": [(b"x-forwarded-for", stated.encode())]}
    TrustedProxies(("127.0.0.1", "10.0.0.0/8")).apply(scope)
    assert scope["client"][0] == client


@pytest.mark.parametrize(
    ("url", "root", "expected"),
    [
        (None, "", Site()),
        (None, "/plans/", Site("/plans")),
        ("https://data.example/", "", Site("", "https://data.example")),
        ("https://data.example/a/b/", "", Site("/a/b", "https://data.example/a/b")),
        ("https://data.example", "/plans", Site("/plans", "https://data.example/plans")),
        ("http://[::1]:8080/p", "/p", Site("/p", "http://[::1]:8080/p")),
    ],
)
def test_prefix_and_address_follow_from_the_settings(url: str | None, root: str, expected: Site) -> None:
    assert site_of(Settings(public_url=url, root_path=root)) == expected


@pytest.mark.parametrize(
    ("url", "root"),
    [("data.example", ""), ("ftp://x/", ""), ("https://", ""), ("https://x/?a", ""), ("https://x/a", "/b"), (None, "plans"),
     (None, "//x"), ("https://u@x/", ""), ("https://[x/", ""), ("https://x:99999/", ""), ("https://é/", ""), (None, "/a b")],
)  # fmt: skip
def test_an_address_that_is_none_is_told(url: str | None, root: str) -> None:
    with pytest.raises(ConfigurationError):
        site_of(Settings(public_url=url, root_path=root))
    with pytest.raises(ConfigurationError):
        TrustedProxies(("nonsense",))


PREFIX = "/data/plans"


@pytest.fixture(scope="module", params=["stripped", "kept"])
def public(strange: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a server behind a proxy that serves it under a prefix, and takes that off or passes it on."""
    with proxied(PREFIX, keep=request.param == "kept") as proxy:
        settings = Settings(paths=(strange,), queries=ROOT / "queries", public_url=f"{proxy.url}{PREFIX}", project=ROOT)
        with running(settings) as url:
            proxy.target = url
            yield f"{proxy.url}{PREFIX}"


@pytest.mark.slow
def test_behind_a_prefix_every_link_of_every_page_works_and_stays_there(public: str) -> None:
    host = f"{urlsplit(public).scheme}://{urlsplit(public).netloc}"
    waiting, seen = (
        [f"{public}/", f"{public}/editor", f"{public}/search?q=nghe", f"{public}/q/1.csv", f"{public}/validate"],
        set(),
    )
    with httpx.Client(timeout=300, headers={"Accept": "text/html,*/*;q=0.8"}) as client:
        while waiting:
            address = waiting.pop(0)  # what all pages share comes before what one leads to
            bare = address.partition("#")[0]
            if bare in seen or len(seen) > 300:
                continue
            seen.add(bare)
            answer = client.get(bare)
            location = answer.headers.get("location")
            assert answer.status_code in (200, 303, 307, 308), (bare, answer.text[:300])
            found = [location] if location else []
            found += re.findall(r"<([^>]*)>; rel=\"(?:alternate|next)\"", answer.headers.get("link", ""))
            if "text/html" in answer.headers.get("content-type", ""):
                shown = BeautifulSoup(answer.text, "html.parser")
                found += [str(tag[name]) for name in ("href", "src", "action") for tag in shown.select(f"[{name}]")]
            for link in found:
                target = urljoin(bare, link)
                if link.startswith("/") or target.startswith(host):
                    assert target.startswith(public), (bare, link)
                    waiting.append(target)
    assert len(seen) > 40
    assert f"{public}/static/style.css" in seen


def test_behind_a_prefix_descriptions_and_problems_name_the_public_address(public: str) -> None:
    turtle = {"Accept": "text/turtle"}
    assert f"<{public}/sparql#service>" in httpx.get(f"{public}/sparql", headers=turtle, timeout=60).text
    assert f"<{public}/sparql>" in httpx.get(f"{public}/.well-known/void", headers=turtle, timeout=60).text
    assert f"{public}/q/01-" in httpx.get(f"{public}/examples", headers=turtle, timeout=60).text
    assert httpx.get(f"{public}/openapi.json", timeout=60).json()["servers"] == [{"url": public}]
    problem = httpx.get(f"{public}/nothing", headers={"Accept": "application/json"}, timeout=60).json()
    assert problem["type"] == f"{urlsplit(public).path}/problems#not-found"
    prefix = urlsplit(public).path
    assert f'data-root="{prefix}"' in httpx.get(
        f"{public}/editor", headers=HTML, follow_redirects=True, timeout=60
    ).text or ("Truy vấn" in httpx.get(f"{public}/editor", headers=HTML, follow_redirects=True, timeout=60).text)
    assert unquote(
        httpx.get(f"{public}/sparql", params={"query": "ASK {}"}, headers=HTML, timeout=60).headers["location"]
    ) == (f"{prefix}/?query=ASK+{{}}")

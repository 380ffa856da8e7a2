"""What holds for all tests: in continuous integration no test may be skipped, and properties meet the same examples each time.

And the one server on the project's own graph that the folders of tests on pages share.
"""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
IN_CI = os.environ.get("LANGNGHE_CI", "") not in ("", "0")

# A developer's machine looks for new examples; a change must not fail because of one that has nothing to do with it.
settings.register_profile("ci", derandomize=True)
if IN_CI:
    settings.load_profile("ci")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Report a test that skips itself as failed; one that is expected to fail stays what it is."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, but continuous integration skips nothing: {_reason(report.longrepr)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Report a whole module that skips itself as an error."""
    report = yield
    if IN_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped, but continuous integration skips nothing: {_reason(report.longrepr)}"
    return report


def _reason(longrepr: object) -> str:
    return str(longrepr[2]) if isinstance(longrepr, tuple) else str(longrepr)


@pytest.fixture(scope="session")
def project_site() -> Iterator[str]:
    """The address of a server on the project's own graph."""
    sys.path.insert(0, str(ROOT / "tests" / "api"))
    from api_sample import running

    from query_api.settings import Settings

    served = Settings(
        paths=(ROOT / "data" / "ttl", ROOT / "ontology"), queries=ROOT / "queries", project=ROOT, workers=3, per_client=8,
        timeout=60.0, check_seconds=120.0, index_at_start=True,
    )  # fmt: skip
    with running(served) as url:
        yield url


@pytest.fixture(scope="session")
def checked_site(project_site: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The same once its data are checked and its search is ready, which pages do not wait for but programs do.

    What a check finds is kept in the project: of several processes of tests one checks, the others find its report.
    """
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    with (shared / "checked.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert httpx.get(f"{project_site}/compliance.json", timeout=600).status_code == 200
    assert httpx.get(f"{project_site}/search.json?q=a", timeout=100).status_code == 200
    return project_site

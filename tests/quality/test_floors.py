"""Quality is a test: the pinned floors, where the data to measure on is at hand."""

import importlib.util
import tomllib
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))

spec = importlib.util.spec_from_file_location("measure_extraction", HERE / "measure_extraction.py")
assert spec is not None
assert spec.loader is not None
measure_extraction = importlib.util.module_from_spec(spec)
spec.loader.exec_module(measure_extraction)


@pytest.mark.skipif(not measure_extraction.SHARED.exists(), reason="the gold data may not be shipped with the project")
def test_extraction_is_at_least_as_good_as_its_floors() -> None:
    figures = measure_extraction.measure("dev")
    below = {name: (figures[name], floor) for name, floor in FLOORS["polnear-dev"].items() if figures[name] < floor}
    assert not below

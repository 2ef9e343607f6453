"""Compare the measured quality with its floors, if the data for the measurement is on this machine."""

import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from quotesearch.indexer.extraction import LearnedExtractor

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))


def measuring(name: str) -> ModuleType:
    """Return a module of this folder."""
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses need their module there
    spec.loader.exec_module(module)
    return module


measure_extraction, measure_elsewhere = measuring("measure_extraction"), measuring("measure_elsewhere")
measure_verify, measure_copies = measuring("measure_verify"), measuring("measure_copies")


def below(part: str, figures: dict[str, float]) -> dict[str, tuple[float, float]]:
    """Return the figures that are below their floors, with the floors."""
    return {name: (figures[name], floor) for name, floor in FLOORS[part].items() if figures[name] < floor}


@pytest.mark.skipif(not measure_extraction.SHARED.exists(), reason="the gold data may not be shipped with the project")
def test_extraction_is_at_least_as_good_as_its_floors() -> None:
    assert not below("polnear-dev", measure_extraction.measure("dev"))


def test_extraction_from_other_kinds_of_text_is_at_least_as_good_as_its_floors() -> None:
    assert not below("elsewhere", measure_elsewhere.measure(LearnedExtractor()))


def test_verification_is_at_least_as_good_as_its_floors() -> None:
    assert not below("verify", measure_verify.figures(measure_verify.run()))
    assert not below("verify-archive", measure_verify.archive_figures(measure_verify.run_archive()))


def test_grouping_of_copies_is_at_least_as_good_as_its_floors() -> None:
    assert not below("copies", measure_copies.measure())


def test_ranking_for_topics_is_at_least_as_good_as_its_floors() -> None:
    pytest.importorskip("ir_measures")
    measuring("measure_search")
    measure_topics = measuring("measure_topics")
    assert not below("topics", measure_topics.figures(measure_topics.measure_ours()))

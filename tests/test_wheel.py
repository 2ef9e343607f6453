"""The wheel contains only the package, and works outside the checkout."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

LITTER = (
    "indexer/__pycache__/model.cpython-311.pyc",
    "index_data/keyword/segment.py",
    "scratch.py",
    ".venv/lib/site.py",
    "build/lib/old.py",
)
"""Files of a developer's checkout that must not be in the wheel."""
IMPORT_EVERYTHING = """
import importlib, pkgutil, quotesearch
for module in pkgutil.walk_packages(quotesearch.__path__, "quotesearch."):
    importlib.import_module(module.name)
    print(module.name)
print(quotesearch.__file__)
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Return the command's stdout; if the command fails, fail with all of its output."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    finished = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, f"{command}: {finished.stdout}{finished.stderr}"
    return finished.stdout


@pytest.fixture(scope="module")
def tracked(root: Path) -> tuple[str, ...]:
    """Return the paths of the files that git tracks and the checkout has."""
    if not (root / ".git").exists():
        pytest.skip("needs a git checkout")
    paths = run("git", "ls-files", "-z", cwd=root).split("\0")
    return tuple(path for path in paths if path and os.path.lexists(root / path))


@pytest.fixture(scope="module")
def package_files(tracked: tuple[str, ...]) -> set[str]:
    """Return the tracked files of the package: the modules in the root, and the folders that are packages."""
    folders = {path.removesuffix("/__init__.py") for path in tracked if path.count("/") == 1}
    modules = {path for path in tracked if "/" not in path and path.endswith((".py", ".pyi", ".typed"))}
    return modules | {path for path in tracked if path.split("/")[0] in folders}


@pytest.fixture(scope="module")
def wheel(root: Path, tracked: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel built from a copy of the tracked files with additional files."""
    copy = tmp_path_factory.mktemp("checkout")
    for path in tracked:
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / path, copy / path, follow_symlinks=False)
    for path in LITTER:
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        (copy / path).write_text("raise SystemExit\n")
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, cwd=copy)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a new environment with the wheel and the dependencies of the environment that runs the tests."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    python = folder / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=folder)
    packages = next(folder.glob("lib/python*/site-packages"))
    # Python does not read .pth files in a folder that a .pth file names, so an editable quotesearch is not imported.
    site_packages = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "dependencies.pth").write_text("\n".join(site_packages))
    return folder


def test_the_wheel_has_exactly_the_package_files_that_git_tracks(wheel: Path, package_files: set[str]) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == {f"quotesearch/{path}" for path in package_files}


def test_the_wheel_adds_only_one_top_level_name(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert tops == {"quotesearch", f"quotesearch-{wheel.name.split('-')[1]}.dist-info"}


def test_each_module_of_the_wheel_can_be_imported_outside_the_checkout(
    environment: Path, package_files: set[str], tmp_path: Path
) -> None:
    *imported, home = run(environment / "bin" / "python", "-c", IMPORT_EVERYTHING, cwd=tmp_path).split()
    paths = {path.removesuffix(".py").removesuffix("/__init__") for path in package_files if path.endswith(".py")}
    assert set(imported) == {f"quotesearch.{path.replace('/', '.')}" for path in paths - {"__init__"}}
    assert Path(home).is_relative_to(environment)


def test_the_installed_command_prints_its_version(environment: Path, wheel: Path, tmp_path: Path) -> None:
    output = run(environment / "bin" / "quotes", "--version", cwd=tmp_path)
    assert wheel.name.split("-")[1] in output


def test_the_installed_command_extracts_quotes(environment: Path, examples: Path, tmp_path: Path) -> None:
    output = run(environment / "bin" / "quotes", "extract", examples / "dock-strike.txt", cwd=tmp_path)
    assert "Marguerite Okonjo-Hale" in output

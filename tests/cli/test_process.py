"""The command line changes its process only when it runs, and imports only the libraries that it uses."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from quotesearch.cli import main

STATE = "(gc.isenabled(), gc.get_threshold(), gc.get_freeze_count(), dict(os.environ))"


def printed(code: str) -> str:
    """Return the output of a new interpreter that runs the code."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_importing_the_command_line_changes_nothing_in_the_process() -> None:
    code = f"import gc, os; gc.disable(); state = {STATE}; import quotesearch.cli; print(state == {STATE})"
    assert printed(code) == "True\n"


def test_the_console_command_limits_the_threads_of_numpy_before_numpy_is_imported() -> None:
    code = "import atexit, os, sys; os.environ.pop('OPENBLAS_NUM_THREADS', None); from quotesearch.cli import main;"
    code += "print('numpy' in sys.modules); atexit.register(lambda: print(os.environ['OPENBLAS_NUM_THREADS']));"
    code += "main(['--version'])"
    first, *_, last = printed(code).splitlines()
    assert (first, last) == ("False", "1")


def test_a_limit_on_the_threads_of_numpy_that_the_user_has_set_is_kept() -> None:
    code = "import atexit, os; os.environ['OPENBLAS_NUM_THREADS'] = '2'; from quotesearch.cli import main;"
    code += "atexit.register(lambda: print(os.environ['OPENBLAS_NUM_THREADS'])); main(['--version'])"
    assert printed(code).splitlines()[-1] == "2"


def test_the_console_command_refuses_windows_with_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    monkeypatch.undo()
    output = capsys.readouterr()
    assert stopped.value.code == 2
    assert output.out == ""
    assert output.err.startswith("error: quotes does not run on Windows; ")
    assert output.err.count("\n") == 1


def loaded(*arguments: str) -> dict[str, bool]:
    """Tell for each slow library whether a search for herring has loaded it."""
    code = "import atexit, json, sys\n"
    code += "atexit.register(lambda: print(json.dumps({n: n in sys.modules for n in ('torch', 'onnxruntime')})))\n"
    code += f"from quotesearch.cli import main; main({list(arguments)})"
    stdout = printed(code)
    assert "herring" in stdout
    return json.loads(stdout.splitlines()[-1])


@pytest.mark.usefixtures("shared_index")
def test_no_search_loads_torch() -> None:
    assert loaded("search", "herring") == {"torch": False, "onnxruntime": True}


@pytest.mark.usefixtures("shared_index")
def test_keyword_search_loads_no_model() -> None:
    assert not loaded("search", "--mode", "keyword", "herring")["torch"]


def test_extracting_loads_neither_model_nor_index(articles: Path) -> None:
    code = "import atexit, sys; atexit.register(lambda: print({'torch', 'whoosh'} & set(sys.modules)));"
    code += f"from quotesearch.cli import main; main(['extract', {str(articles / 'harbour.txt')!r}])"
    assert printed(code).splitlines()[-1] == "set()"

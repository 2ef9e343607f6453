"""Draw the number of quotes by month with matplotlib, which the extra `plot` installs."""

from pathlib import Path

from quotesearch.indexer.errors import InputError, QueryError
from quotesearch.indexer.records import Counted

_INCHES = (9, 4)
_LABELS = 12


def plot(months: Counted, title: str, picture: Path) -> None:
    """Draw a bar for each month into a file. The ending of the file's name chooses the format: png, svg or pdf.

    Raises QueryError if matplotlib is not installed or lacks the format, InputError if the file cannot be written.
    """
    try:
        from matplotlib.figure import Figure  # noqa: PLC0415 - an extra, slow to import
        from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - as above
    except ImportError as error:
        raise QueryError("--plot needs matplotlib: run pip install matplotlib") from error
    figure = Figure(figsize=_INCHES, layout="constrained")
    axes = figure.subplots()
    axes.bar([month for month, _ in months], [count for _, count in months], color="#3b6ea5")
    step = max(1, len(months) // _LABELS)
    axes.set_xticks(range(0, len(months), step), [month for month, _ in months[::step]], rotation=45, ha="right")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylabel("quotes")
    axes.set_title(title.replace("$", r"\$"))
    axes.spines[["top", "right"]].set_visible(False)
    try:
        figure.savefig(picture)
    except ValueError as error:
        raise QueryError(f"cannot draw {picture}: {error}; use a name that ends in .png, .svg or .pdf") from error
    except OSError as error:
        remedy = "check the folder, or choose another one"
        raise InputError(f"cannot write {picture}: {error.strerror}; {remedy}") from error

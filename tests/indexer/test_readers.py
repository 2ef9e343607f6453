"""Readers beside a writer: they never wait, never fail, and see more and more."""

import subprocess
import sys
import time
from pathlib import Path

from invented import HashEncoder

from quotesearch.indexer.index import Index

WRITER = Path(__file__).resolve().parents[1] / "support" / "indexing.py"


def answers(index: Index) -> int:
    """Search both ways and return how many of the quotes that are named the store holds."""
    nearest = index.vectors.search(HashEncoder().encode(["the harbour"])[0], depth=20)
    by_words = index.keyword.search("harbour tramway", depth=20)
    return len(index.store.quotes([scored.quote_id for scored in (*nearest, *by_words)]))


def test_old_and_new_readers_answer_while_a_writer_is_at_work(tmp_path: Path) -> None:
    command = [sys.executable, str(WRITER), str(tmp_path), "50"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        while not (tmp_path / "manifest.json").exists():
            time.sleep(0.01)
        with Index.open(tmp_path, encoder=HashEncoder()) as old:
            while writer.poll() is None:
                old.refresh()
                answers(old)
                with Index.open(tmp_path, encoder=HashEncoder()) as new:
                    answers(new)
            old.refresh()
            assert answers(old) > 20
            assert old.check() == ()
        assert writer.returncode == 0

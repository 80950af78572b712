"""The Word document."""

from __future__ import annotations

from pathlib import Path

from review.export import document


def test_it_is_written(whole, tmp_path: Path) -> None:
    (tmp_path / "map.docx").write_bytes(document.write(whole))

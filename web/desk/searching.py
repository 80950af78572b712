"""Finding a case or a person by name, and words within a case."""

from __future__ import annotations

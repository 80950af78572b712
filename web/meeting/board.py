"""The scale board: each person's number on one line, never an average."""

from __future__ import annotations

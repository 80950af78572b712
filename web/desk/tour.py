"""A first walk through the made-up case."""

from __future__ import annotations

"""All voices about one child side by side, and now against last time."""

from __future__ import annotations

"""The screen everybody in the room sees, live, and its print."""

from __future__ import annotations

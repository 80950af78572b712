"""Building sets with a family's own words, and showing them before the meeting."""

from __future__ import annotations

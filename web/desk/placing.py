"""Sorting a card on the map: its category, its sets, split or merged, through the safety gate."""

from __future__ import annotations

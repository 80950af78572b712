"""What people said about their meetings, per team, never per person."""

from __future__ import annotations

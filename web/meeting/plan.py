"""The safety plan: signs, triggers, red flags and who does what, for each set."""

from __future__ import annotations

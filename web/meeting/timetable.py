"""Dates, deadlines by the council's own rules, invitations and reports."""

from __future__ import annotations

"""The Chair's own channel, and the sheet for meeting the family first."""

from __future__ import annotations

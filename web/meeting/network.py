"""Who is around the child, how they help, and a picture of it."""

from __future__ import annotations

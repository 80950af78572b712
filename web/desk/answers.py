"""What a worker tells a person was done with their words, in their own language."""

from __future__ import annotations

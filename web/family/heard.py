"""What was done with what somebody said: the page they see when they come back."""

from __future__ import annotations

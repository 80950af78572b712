"""What a manager or the worker asks of a case before it is ready: pairs, the child's voice, impact, safety."""

from __future__ import annotations

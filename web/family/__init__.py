"""The family's side: the door, the conversation, help, and leaving. One address for the whole conversation, so that a
phone's history shows one neutral page."""

from __future__ import annotations

from flask import Blueprint

family = Blueprint("family", __name__)

from web.family import door, heard, talk, tongues, unsafe  # noqa: E402, F401 - the views register themselves on the blueprint

"""The staff's desk: cases, invites, what families sent, what workers decide. Every page starts at `door.staff`."""

from flask import Blueprint

desk = Blueprint("desk", __name__, url_prefix="/desk")

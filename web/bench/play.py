"""Trying a script out as a new person, on a phone-sized page. Nothing is kept: the conversation lives in the page."""

from __future__ import annotations

from dataclasses import replace

from flask import jsonify, make_response, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from access.permissions import Action
from dialogs.conversation import Position, SharedSet
from dialogs.script import Script
from dialogs.sitting import Kept, Screen
from dialogs.transcript import EXAMPLE
from i18n.messages import N_
from store.carried import CarriedStore, opened
from web.bench import bench
from web.bench.looking import find
from web.desk.door import LOCALE, staff, who
from web.family.forms import from_form
from web.family.held import Held, carry, talks_of
from web.family.talk import Picture, answer, context_of, partial, revised, take
from web.language import use_language
from web.services import Services, services

NO_PLAY = N_("This script cannot be played")
MEND_IT = N_("It no longer reads as a script. Its page shows what is wrong, line by line.")
SETS = (
    SharedSet(
        "Priya (social worker) and Nan are worried that Ali could be hurt when grown-ups fight at home.",
        "A calm grown-up is always with Ali. Nan and Priya see this for six months.",
        "Ali is alone with people who fight.",
        "For six months a calm grown-up has been with Ali every day.",
    ),
)
"""A made-up worry and goal, so that scripts which go through shared ones can be tried out. Nobody in it is real."""


@bench.get("/<digest>/play")
@staff(Action.WRITE_SCRIPTS)
def play(digest: str) -> Response:
    """The script from its beginning, in the language asked for."""
    return _look(services(), digest, _tried(digest))


@bench.post("/<digest>/play/<what>")
@staff(Action.WRITE_SCRIPTS)
def play_on(digest: str, what: str) -> Response:
    """The same as on a family's page: reply, change, revise; anything else shows where it stands."""
    s, script = services(), _tried(digest)
    one = None if script is None else _held(s, script)
    if one is None or what not in ("reply", "revise", "change"):
        return _look(s, digest, script)
    if what == "change":
        scene = one.talks.scene(one.id, one.screen)
        position = Position.read(request.form.get("at", ""))
        ask = None if position is None else one.talks.change(one.id, position, one.screen)
        return _show(digest, script, Picture(scene, ask or scene.ask, scene.bubbles, carried=carry(s, one)))
    try:
        sent = from_form(request.form)
    except ValidationError:
        return _look(s, digest, script)
    picture = (revised if what == "revise" else take)(s, one, sent)
    if not picture.whole and not partial():
        whole = one.talks.scene(one.id, one.screen)
        picture = replace(picture, scene=whole, ask=whole.ask, bubbles=whole.bubbles, whole=True)
    return _show(digest, script, picture)


def _tried(digest: str) -> Script | None:
    return find(services(), digest).read.script


def _held(s: Services, script: Script) -> Held | None:
    holder = f"play.{who().id}"
    conversation = opened(s.vault, holder, script, request.form.get("carried", ""), SETS)
    if conversation is None:
        return None
    store = CarriedStore(conversation, lambda whole, entries, at, noticed: Kept.KEPT)
    words = use_language(request.values.get("locale", LOCALE))
    screen = Screen(words, EXAMPLE, s.noticing.notices)
    return Held(conversation.id, "", talks_of(store, script), screen, store, holder)


def _look(s: Services, digest: str, script: Script | None) -> Response:
    one = None if script is None else _held(s, script)
    if one is None:
        return make_response(render_template("desk/problem.html", heading=NO_PLAY, text=MEND_IT), 422)
    scene = one.talks.scene(one.id, one.screen)
    return _show(digest, script, Picture(scene, scene.ask, scene.bubbles, carried=carry(s, one)))


def _show(digest: str, script: Script | None, picture: Picture) -> Response:
    base = url_for("desk.bench.play", digest=digest)
    picture = replace(picture, base=base)
    if partial():
        return make_response(jsonify(answer(picture)), picture.status)
    context = context_of(picture)
    page = render_template("bench/play.html", digest=digest, script=script, idle_minutes=600, **context)
    return make_response(page, picture.status)

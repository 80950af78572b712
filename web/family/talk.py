"""The conversation as a page and as posted forms. The same partials answer a socket, a fetch and a plain form."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from flask import g, jsonify, make_response, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from dialogs.conversation import Position
from dialogs.replies import Raw, Refusal
from dialogs.scene import Ask, Bubble, Scene
from dialogs.sitting import Consequences, MovedOn, NotTaken, Taken
from store.sittings import Sitting
from web.desk.live import arrived
from web.family import door, family
from web.family.forms import ReplySent, from_form
from web.family.who import invite_of, screen, sitting_of
from web.family.words import CHANGED_ELSEWHERE, DROPPED, refusal_words
from web.gate import open_gate
from web.language import translator
from web.services import Services, services


@dataclass(frozen=True, slots=True)
class Picture:
    """What the chat shows: the scene, and how the form below it stands."""

    scene: Scene
    ask: Ask | None
    bubbles: tuple[Bubble, ...]
    whole: bool = True
    kept: Raw | None = None
    refusal: str | None = None
    notice: str | None = None
    sure: Consequences | None = None
    status: int = 200


@family.get("/")
def here() -> Response:
    """The one address: the door, the lock, the question whether it is safe, or the conversation."""
    s = services()
    sitting = sitting_of(request, s)
    if sitting is None:
        return door.doorstep()
    if sitting.state == "locked":
        return door.locked()
    if not door.is_through(sitting):
        return door.before(s, sitting)
    scene = s.talks.scene(conversation_of(s, sitting), screen(s, sitting))
    return show(Picture(scene, scene.ask, scene.bubbles), s)


@family.post("/reply")
def reply() -> Response:
    """Takes a reply to the open question."""
    return _with_reply(take)


@family.post("/change")
def change() -> Response:
    """Opens an earlier question again."""
    s = services()
    sitting = _through(s)
    position = Position.read(request.form.get("position", ""))
    if sitting is None or position is None:
        return gone()
    shown = screen(s, sitting)
    conversation = conversation_of(s, sitting)
    scene = s.talks.scene(conversation, shown)
    ask = s.talks.change(conversation, position, shown)
    return show(Picture(scene, ask or scene.ask, scene.bubbles), s)


@family.post("/revise")
def revise() -> Response:
    """Changes or takes out an earlier answer; first shows what that would set aside, when it would."""
    return _with_reply(_revised)


def take(s: Services, sitting: Sitting, sent: ReplySent) -> Picture | None:
    """One reply through any door; None when it is not for this person's conversation."""
    if invite_of(s, sent.conversation) != sitting.invite_id:
        return None
    shown = screen(s, sitting)
    raw = sent.values.raw()
    result = s.talks.reply(sent.conversation, sitting.id, sent.seq, raw, sent.reply_id, s.clock(), shown)
    s.sittings.touch(sitting.id, s.clock())
    if isinstance(result, Taken) and result.scene.sent:
        arrived()
    return _picture(result, raw)


def _revised(s: Services, sitting: Sitting, sent: ReplySent) -> Picture | None:
    position = Position.read(sent.values.position)
    if invite_of(s, sent.conversation) != sitting.invite_id or position is None:
        return None
    shown = screen(s, sitting)
    raw = None if request.form.get("take_out") else sent.values.raw()
    if not request.form.get("sure"):
        tried = s.talks.preview(sent.conversation, position, raw, s.clock(), shown)
        scene = s.talks.scene(sent.conversation, shown)
        if isinstance(tried, Refusal):
            ask = s.talks.change(sent.conversation, position, shown) or scene.ask
            words = refusal_words(tried, translator())
            return Picture(scene, ask, scene.bubbles, kept=raw, refusal=words, status=422)
        if tried.set_aside or raw is None:
            return Picture(scene, tried.ask, scene.bubbles, kept=raw, sure=tried)
    done = s.talks.revise(sent.conversation, sitting.id, sent.seq, position, raw, sent.reply_id, s.clock(), shown)
    s.sittings.touch(sitting.id, s.clock())
    return _picture(done, raw)


def _picture(result: Taken | NotTaken | MovedOn, raw: Raw | None) -> Picture:
    words = translator()
    scene = result.scene
    match result:
        case Taken():
            notice = words.text(DROPPED) if result.dropped else None
            return Picture(scene, scene.ask, scene.bubbles, result.whole, notice=notice)
        case NotTaken():
            told = refusal_words(result.refusal, words)
            return Picture(scene, scene.ask, scene.bubbles, kept=raw, refusal=told, status=422)
        case MovedOn():
            told = words.text(CHANGED_ELSEWHERE)
            return Picture(scene, scene.ask, scene.bubbles, kept=raw, notice=told, status=409)


def _with_reply(use: Callable[[Services, Sitting, ReplySent], Picture | None]) -> Response:
    s = services()
    sitting = _through(s)
    if sitting is None:
        return gone()
    try:
        sent = from_form(request.form)
    except ValidationError:
        return gone()
    picture = use(s, sitting, sent)
    if picture is None:
        return gone()
    if picture.status == 200 and picture.sure is None and not partial() and picture.notice is None:
        return redirect(url_for("family.here"), 303)
    if picture.status == 200 and not partial() and not picture.whole:
        whole = s.talks.scene(sent.conversation, screen(s, sitting))
        picture = Picture(whole, whole.ask, whole.bubbles, notice=picture.notice)
    return show(picture, s)


def show(picture: Picture, s: Services) -> Response:
    """The picture as a page, or as its partials when the page asked for those."""
    if partial():
        return open_gate(make_response(jsonify(answer(picture)), picture.status), s.settings)
    page = render_template("family/chat.html", idle_minutes=s.settings.idle_minutes, **_context(picture))
    return open_gate(make_response(page, picture.status), s.settings)


def answer(picture: Picture) -> dict[str, object]:
    """The acknowledgement of a reply: partials to append (or to replace when whole), and where things stand."""
    scene = picture.scene
    name = scene.parts[scene.part] if scene.parts else ""
    return {
        "ok": picture.refusal is None and picture.status == 200,
        "seq": scene.seq,
        "whole": picture.whole or picture.status != 200,
        "html": render_template("family/_answer.html", **_context(picture)),
        "announce": picture.refusal or picture.notice or (picture.ask.text if picture.ask else ""),
        "progress": {"part": scene.part + 1, "of": len(scene.parts), "name": name},
    }


def gone() -> Response:
    """The sitting is over or locked, or the reply is not for it: back to the one address."""
    if partial():
        return make_response(jsonify(ok=False, gone=True), 403)
    return redirect(url_for("family.here"), 303)


def partial() -> bool:
    """Whether the page asked for partials."""
    return bool(request.headers.get("X-Partial"))


def conversation_of(s: Services, sitting: Sitting) -> str:
    """The conversation of this invite; begins one when there is none yet."""
    known = g.get("conversation")
    if known is not None and known[0] == sitting.invite_id:
        return str(known[1])
    latest = s.conversations.latest_for_invite(sitting.invite_id)
    if latest is not None:
        kept = latest.id
    else:
        new, script = secrets.token_hex(16), s.scripts[sitting.script]
        kept = s.conversations.begin(new, sitting.invite_id, sitting.case_id, sitting.person_id, script, s.clock())
    g.conversation = (sitting.invite_id, kept)
    return kept


def _through(s: Services) -> Sitting | None:
    sitting = sitting_of(request, s)
    return sitting if sitting is not None and sitting.state == "open" and door.is_through(sitting) else None


def _context(picture: Picture) -> dict[str, object]:
    return {
        "scene": picture.scene,
        "ask": picture.ask,
        "bubbles": picture.bubbles,
        "kept": picture.kept,
        "refusal": picture.refusal,
        "notice": picture.notice,
        "sure": picture.sure,
        "reply_id": secrets.token_urlsafe(12),
    }

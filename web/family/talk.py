"""The conversation as a page and as posted forms. The same partials answer a socket, a fetch and a plain form."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import jsonify, make_response, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from dialogs.conversation import Position
from dialogs.replies import Raw, Refusal
from dialogs.shown import Ask, Bubble, Scene
from dialogs.sitting import Consequences, MovedOn, NotTaken, Taken
from store.sittings import Sitting
from web.desk.live import arrived
from web.family import door, family, heard
from web.family.forms import WISH, ReplySent, from_form
from web.family.held import Held, carry, held, is_in_page
from web.family.who import sitting_of
from web.family.words import CHANGED_ELSEWHERE, DECLINE, DECLINED, DROPPED, refusal_words
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
    carried: str = ""
    comes_back: bool = False
    """Whether whoever sent this can come back and see what became of it."""
    base: str = ""
    """What the addresses of this conversation begin with: nothing for families, a path where a script is tried out."""


@family.get("/")
def here() -> Response:
    """The one address: the door, the lock, the question whether it is safe, or the conversation."""
    s = services()
    sitting = sitting_of(request, s)
    if sitting is None:
        return door.doorstep()
    if sitting.state == "locked":
        return door.locked(sitting)
    if not door.is_through(sitting):
        return door.before(s, sitting)
    if (back := heard.landing(s, sitting)) is not None:
        return back
    one = held(s, sitting)
    return _look(s, one) if one is not None else gone()


@family.post("/reply")
def reply() -> Response:
    """Takes a reply to the open question."""
    return _with_reply(take)


@family.post("/look")
def look() -> Response:
    """Where the conversation stands: for a page that is all that holds it, and for reading again what was sent."""
    s = services()
    sitting = _through(s)
    may = sitting is not None and heard.may_see_talk(s, sitting)
    one = held(s, sitting, None, _brought()) if sitting is not None and may else None
    return _look(s, one) if one is not None else gone()


@family.post("/change")
def change() -> Response:
    """Opens an earlier question again."""
    s = services()
    sitting = _through(s)
    position = Position.read(request.form.get("at", ""))
    may = sitting is not None and heard.may_see_talk(s, sitting)
    one = held(s, sitting, None, _brought()) if sitting is not None and may else None
    if one is None or position is None:
        return gone()
    scene = one.talks.scene(one.id, one.screen)
    ask = one.talks.change(one.id, position, one.screen)
    return show(Picture(scene, ask or scene.ask, scene.bubbles, carried=carry(s, one)), s)


@family.post("/revise")
def revise() -> Response:
    """Changes or takes out an earlier answer; first shows what that would set aside, when it would."""
    return _with_reply(revised)


def take(s: Services, one: Held, sent: ReplySent) -> Picture:
    """One reply through any door."""
    raw, at = sent.values.raw(), sent.values.position
    result = one.talks.reply(one.id, one.sitting_id, sent.seq, raw, sent.reply_id, s.clock(), one.screen, at)
    _somebody_is_there(s, one, isinstance(result, Taken) and result.scene.sent)
    return _picture(s, one, result, raw)


def revised(s: Services, one: Held, sent: ReplySent) -> Picture:
    """One changed answer; first what that would set aside, when it would."""
    position = Position.read(sent.values.position) or Position("")
    raw = None if request.form.get("out") or request.form.get("take_out") else sent.values.raw()
    if not request.form.get("sure"):
        tried = one.talks.preview(one.id, position, raw, s.clock(), one.screen)
        scene = one.talks.scene(one.id, one.screen)
        if isinstance(tried, Refusal):
            ask = one.talks.change(one.id, position, one.screen) or scene.ask
            words, now = refusal_words(tried, translator()), carry(s, one)
            return Picture(scene, ask, scene.bubbles, kept=raw, refusal=words, status=422, carried=now)
        if tried.set_aside or raw is None:
            return Picture(scene, tried.ask, scene.bubbles, kept=raw, sure=tried, carried=carry(s, one))
    done = one.talks.revise(one.id, one.sitting_id, sent.seq, position, raw, sent.reply_id, s.clock(), one.screen)
    _somebody_is_there(s, one)
    return _picture(s, one, done, raw)


def _somebody_is_there(s: Services, one: Held, sent: bool = False) -> None:
    """Notes that somebody is there; nobody is where a script is only tried out."""
    if one.sitting_id:
        s.sittings.touch(one.sitting_id, s.clock())
        if sent:
            arrived()


def in_page(s: Services, sitting: Sitting) -> Response:
    """The page again for a conversation that only it holds, after its language changed."""
    one = held(s, replace(sitting, locale=translator().locale), None, _brought())
    return _look(s, one) if one is not None else gone()


def _look(s: Services, one: Held) -> Response:
    scene = one.talks.scene(one.id, one.screen)
    back = _comes_back(s, one, scene)
    return show(Picture(scene, scene.ask, scene.bubbles, carried=carry(s, one), comes_back=back), s)


def _comes_back(s: Services, one: Held, scene: Scene) -> bool:
    """Whether these answers were sent with a name; nothing leads back to those that were sent without one."""
    facts = s.conversations.facts(one.id) if scene.sent and one.sitting_id else None
    return bool(scene.sent and one.sitting_id) and (facts is None or not facts.unnamed)


def _brought() -> str:
    return request.form.get("carried", "")


def _picture(s: Services, one: Held, result: Taken | NotTaken | MovedOn, raw: Raw | None) -> Picture:
    words, now = translator(), carry(s, one)
    scene = result.scene
    match result:
        case Taken():
            notice = words.text(DROPPED) if result.dropped else None
            back = _comes_back(s, one, scene)
            return Picture(scene, scene.ask, scene.bubbles, result.whole, notice=notice, carried=now, comes_back=back)
        case NotTaken():
            told = refusal_words(result.refusal, words)
            return Picture(scene, scene.ask, scene.bubbles, kept=raw, refusal=told, status=422, carried=now)
        case MovedOn():
            told = words.text(CHANGED_ELSEWHERE)
            return Picture(scene, scene.ask, scene.bubbles, kept=raw, notice=told, status=409, carried=now)


def _with_reply(use: Callable[[Services, Held, ReplySent], Picture]) -> Response:
    s = services()
    sitting = _through(s)
    if sitting is None:
        return gone()
    try:
        sent = from_form(request.form)
    except ValidationError:
        return gone()
    one = held(s, sitting, sent.conversation, _brought())
    if one is None:
        return gone(over=bool(_brought()) and not is_in_page(s, sitting))
    picture = use(s, one, sent)
    plain = picture.status == 200 and not partial()
    if plain and picture.sure is None and picture.notice is None and one.page is None:
        return redirect(url_for("family.here"), 303)
    if plain and not picture.whole:
        whole = one.talks.scene(one.id, one.screen)
        picture = replace(picture, scene=whole, ask=whole.ask, bubbles=whole.bubbles, whole=True)
    return show(picture, s)


def show(picture: Picture, s: Services) -> Response:
    """The picture as a page, or as its partials when the page asked for those."""
    if partial():
        return open_gate(make_response(jsonify(answer(picture)), picture.status), s.settings)
    page = render_template("family/chat.html", idle_minutes=s.settings.idle_minutes, **context_of(picture))
    return open_gate(make_response(page, picture.status), s.settings)


def answer(picture: Picture) -> dict[str, object]:
    """The acknowledgement of a reply: partials to append (or to replace when whole), and where things stand."""
    scene = picture.scene
    name = scene.parts[scene.part] if scene.parts else ""
    return {
        "ok": picture.refusal is None and picture.status == 200,
        "seq": scene.seq,
        "whole": picture.whole or picture.status != 200,
        "html": render_template("family/_answer.html", **context_of(picture)),
        "announce": picture.refusal or picture.notice or (picture.ask.text if picture.ask else ""),
        "progress": {"part": scene.part + 1, "of": len(scene.parts), "name": name},
    }


def gone(over: bool = False) -> Response:
    """The sitting is over or locked, or the reply is not for it: back to the one address. `over`: what the page holds
    was sent from elsewhere, so that no PIN can help.
    """
    if partial():
        return make_response(jsonify(ok=False, gone=True, over=over), 403)
    return redirect(url_for("family.here"), 303)


def partial() -> bool:
    """Whether the page asked for partials."""
    return bool(request.headers.get("X-Partial"))


def _through(s: Services) -> Sitting | None:
    sitting = sitting_of(request, s)
    return sitting if sitting is not None and sitting.state == "open" and door.is_through(sitting) else None


def context_of(picture: Picture) -> dict[str, object]:
    """What the chat's templates need of a picture."""
    return {
        "scene": picture.scene,
        "ask": picture.ask,
        "bubbles": picture.bubbles,
        "kept": picture.kept,
        "refusal": picture.refusal,
        "notice": picture.notice,
        "sure": picture.sure,
        "base": picture.base,
        "comes_back": picture.comes_back,
        "wishes": {name[len(WISH) :]: wish for name, wish in request.form.items() if name.startswith(WISH)},
        "carried": picture.carried,
        "in_page": bool(picture.carried),
        "decline": DECLINE,
        "declined": DECLINED,
        "reply_id": secrets.token_urlsafe(12),
    }

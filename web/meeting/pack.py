"""What goes to a professional who is invited: the message, the report to fill in, a Word file of both, and a link.

The message holds no name of a child, no worry and no PIN.
"""

from __future__ import annotations

from flask import abort, make_response, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from access.permissions import Action
from i18n.messages import LONDON
from review.case_event import Topic
from review.dates.pack import PACK, Told, latest_day, report_limits, told_body, told_of
from review.export import invitation_document
from review.named import HAPPENINGS
from review.same_person import same_person
from store.case_log import SomebodyWroteMeanwhile
from store.cases import NewPerson, Person
from store.invites import Invite
from web.desk import desk
from web.desk.door import case_here, page, rights, staff, who
from web.desk.forms import LONGEST_NAME, MANY, MOST_PEOPLE, whole_number
from web.desk.once import once
from web.desk.words import AUDIENCE_OF, INVITE_STATES, scripts_for
from web.language import translator
from web.meeting.dates_changes import MEANWHILE
from web.meeting.dates_forms import Wrong
from web.meeting.dates_kept import read_timetable
from web.meeting.dates_words import ROLE_WORDS, date_words, due_words, to_do, whole_limit
from web.meeting.pack_forms import LONGEST, read_told
from web.meeting.pack_letter import PROFESSIONAL, Pack, children_of, form_of, initials_of, letter_of
from web.services import Services, services

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN_STATES = ("waiting", "opened")


@desk.get("/cases/<case_id>/timetable/invitations/<invitation_id>/pack")
@staff(Action.SEE_CASE)
def pack_page(case_id: str, invitation_id: str) -> Response:
    """What goes to this person, ready to copy, print or take as a Word file."""
    return _pack(_read(services(), case_id, invitation_id))


@desk.get("/cases/<case_id>/timetable/invitations/<invitation_id>/pack.docx")
@staff(Action.SEE_CASE)
def pack_file(case_id: str, invitation_id: str) -> Response:
    """The letter and the report to fill in as a Word file: never the link."""
    s = services()
    pack, now = _read(s, case_id, invitation_id), s.clock()
    form = form_of(s)
    content = invitation_document.write(letter_of(s, pack, form), form, s.settings.council_name, translator(), now)
    s.audit.record("take_pack", who().id, case_id, invitation_id, now)
    response = make_response(content)
    response.headers["Content-Type"] = WORD
    response.headers["Content-Disposition"] = 'attachment; filename="conference-invitation.docx"'
    return response


@desk.post("/cases/<case_id>/timetable/invitations/<invitation_id>/pack")
@staff(Action.CHANGE_CASE)
def change_pack(case_id: str, invitation_id: str) -> Response:
    """Says where the conference is, where reports go, how people know whom it is about and when reports are wanted."""
    s = services()
    pack = _read(s, case_id, invitation_id)
    told = read_told(request.form, pack.event, pack.limits, children_of(pack.case))
    if isinstance(told, dict):
        return _pack(pack, 422, told, request.form)
    if once.use(request.form.get("form", "")):
        subject = f"{PACK}{pack.event.id}"
        after = whole_number(request.form.get("seen", "0"), otherwise=-1)
        try:
            s.case_log.append(case_id, Topic.MEETING, subject, who().id, s.clock(), told_body(told), after)
        except SomebodyWroteMeanwhile:
            return _pack(_read(s, case_id, invitation_id), 409, typed=request.form, trouble=MEANWHILE)
        s.audit.record("change_pack", who().id, case_id, pack.event.id, s.clock())
    return _back(case_id, invitation_id)


@desk.post("/cases/<case_id>/timetable/invitations/<invitation_id>/pack/link")
@staff(Action.INVITE)
def link_for_pack(case_id: str, invitation_id: str) -> Response:
    """Puts this person into the case as a professional, where they are not yet, and goes on to make their link."""
    s = services()
    pack = _read(s, case_id, invitation_id)
    person = _person(pack)
    if person is None and len(pack.case.people) >= MOST_PEOPLE:
        return _pack(pack, 422, trouble=MANY)
    if person is None and not once.use(request.form.get("form", "")):
        return _back(case_id, invitation_id)
    if person is None:
        person = s.cases.add_person(case_id, NewPerson(PROFESSIONAL, pack.one.who[:LONGEST_NAME]), s.clock())
        s.audit.record("add_person", who().id, case_id, person.id, s.clock())
    return redirect(url_for("desk.new_invite", case_id=case_id, person=person.id), 303)


def _read(s: Services, case_id: str, invitation_id: str) -> Pack:
    """The pack of somebody who is invited to a conference; for anything else there is none."""
    case = case_here(s, case_id)
    standing = read_timetable(s, case)
    one = standing.invitations.one(invitation_id)
    event = next((event for event in standing.conferences if one is not None and event.id == one.event), None)
    if one is None or event is None or not one.invited:
        abort(404)
    told = told_of(s.case_log.of_case(case_id, Topic.MEETING), event.id)
    return Pack(case, one, event, report_limits(standing.deadlines, event.id), told)


def _pack(
    pack: Pack,
    status: int = 200,
    wrong: Wrong | None = None,
    typed: MultiDict[str, str] | None = None,
    trouble: str = "",
) -> Response:
    """The page; what was typed stays when it could not be taken."""
    s = services()
    now, form, person = s.clock(), form_of(s), _person(pack)
    s.audit.record("read_pack", who().id, pack.case.id, pack.one.id, now)
    invite = _invite(s, pack, person) if rights()["invite"] else None
    going = letter_of(s, pack, form, _link(s, invite) if invite and invite.state in OPEN_STATES else "")
    return page(
        "meeting/pack.html",
        status,
        here=pack.case.id,
        case=pack.case,
        pack=pack,
        letter=going,
        blank=form,
        person=person,
        invite=invite,
        states=INVITE_STATES,
        open_states=OPEN_STATES,
        conference=HAPPENINGS[pack.event.kind],
        when=date_words(pack.event),
        passed=pack.event.day < now.astimezone(LONDON).date(),
        role=ROLE_WORDS[pack.one.role],
        initials=initials_of(pack.case),
        council=s.council,
        latest=translator().day(latest_day(pack.event, pack.limits)),
        latest_iso=latest_day(pack.event, pack.limits).isoformat(),
        due_words=due_words,
        to_do=to_do,
        whole_limit=whole_limit,
        now=now,
        wrong=wrong or {},
        typed=typed if typed is not None else _as_typed(pack.told),
        trouble=trouble,
        most=LONGEST,
        form=once.fresh(),
    )


def _person(pack: Pack) -> Person | None:
    """Which professional of the case this is, by name."""
    theirs = [(one.name, one.id) for one in pack.case.people if one.role == PROFESSIONAL]
    found = same_person(pack.one.who[:LONGEST_NAME], theirs)
    return next((one for one in pack.case.people if one.id == found), None)


def _invite(s: Services, pack: Pack, person: Person | None) -> Invite | None:
    """The newest way in of this person to a conversation for professionals."""
    fit = {one.id for one in scripts_for(s, PROFESSIONAL) if one.audience is AUDIENCE_OF[PROFESSIONAL]}
    mine = [
        one
        for one in s.invites.of_case(pack.case.id, s.clock())
        if person is not None and one.person_id == person.id and one.script in fit
    ]
    return mine[-1] if mine else None


def _link(s: Services, invite: Invite) -> str:
    """The link, which opens nothing without the PIN."""
    token, _code = s.invites.way_in(invite.case_id, invite.id)
    s.audit.record("read_invite", who().id, invite.case_id, invite.id, s.clock())
    return f"{s.settings.public_url.rstrip('/')}/#{token}"


def _as_typed(told: Told) -> MultiDict[str, str]:
    day = told.wanted.isoformat() if told.wanted else ""
    return MultiDict({"place": told.place, "send_to": told.send_to, "about": told.about, "day": day})


def _back(case_id: str, invitation_id: str) -> Response:
    return redirect(url_for("desk.pack_page", case_id=case_id, invitation_id=invitation_id), 303)

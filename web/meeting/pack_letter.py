"""Words the invitation to a conference: when it is, whom it is about without a name, and by when a report is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from i18n.messages import LONDON, N_
from review.dates.due import Dated
from review.dates.invitations import Invitation
from review.dates.pack import Told, initials, wanted_by
from review.dates.timetable import Deadline
from review.export.blank_report import BlankReport, blank_report
from review.export.invitation import Facts, Letter, letter
from review.named import HAPPENINGS
from store.cases import CaseFile
from web.desk.door import who
from web.desk.words import AUDIENCE_OF, CHILDREN, scripts_for
from web.language import translator
from web.meeting.dates_words import date_words, due_words, to_do
from web.services import Services

PROFESSIONAL = "professional"
BY = N_("{what} by {day}.")
BY_OPEN = N_("{what} by {day}. The last working day before that is {open}.")
LIMIT_GONE = N_("{what} as soon as you can. It was due by {day}.")
WANTED, WANTED_GONE = N_("We ask for it by {day}."), N_("We asked for it by {day}. Send it as soon as you can.")
ONE_CHILD = N_("It is about a child with the initials {initials}")
CHILDREN_OF = N_("It is about children with the initials {initials}")
REFERENCE = N_("It is about: {words}")


@dataclass(frozen=True, slots=True)
class Pack:
    """Somebody's invitation to one conference and what goes with it."""

    case: CaseFile
    one: Invitation
    event: Dated
    limits: tuple[Deadline, ...]
    told: Told

    @property
    def wanted(self) -> date | None:
        """The day that staff want reports by, where it still fits the council's limits."""
        return wanted_by(self.told, self.event, self.limits)


def letter_of(s: Services, pack: Pack, form: BlankReport | None, link: str = "") -> Letter:
    """The invitation as it stands now."""
    words = translator()
    facts = Facts(
        who=pack.one.who,
        conference=words.text(HAPPENINGS[pack.event.kind]),
        day=date_words(pack.event),
        place=pack.told.place,
        about=_about(pack),
        due=tuple(_due_lines(s, pack)),
        send_to=pack.told.send_to,
        worker=who().name,
        team=s.settings.team_name,
        council=s.settings.council_name,
        form=form is not None,
    )
    return letter(facts, words, link)


def _due_lines(s: Services, pack: Pack) -> list[str]:
    """By when a report is wanted: what staff ask for, then each limit of the council."""
    words, now = translator(), s.clock()
    lines = []
    if pack.wanted is not None:
        gone = pack.wanted < now.astimezone(LONDON).date()
        lines.append(words.text(WANTED_GONE if gone else WANTED, day=words.day(pack.wanted)))
    for one in pack.limits:
        said = LIMIT_GONE if one.due.ends < now else BY_OPEN if one.due.closed else BY
        lines.append(words.text(said, what=to_do(one.rule), day=due_words(one.due), open=words.day(one.due.last_open)))
    return lines


def _about(pack: Pack) -> str:
    """How somebody knows whom it is about, without a name."""
    words, letters = translator(), initials_of(pack.case)
    if pack.told.about:
        return words.text(REFERENCE, words=pack.told.about)
    if not letters:
        return ""
    return words.text(ONE_CHILD if len(letters) == 1 else CHILDREN_OF, initials=", ".join(letters))


def children_of(case: CaseFile) -> list[str]:
    """What the children of this case are called."""
    return [person.name for person in case.people if person.role in CHILDREN]


def initials_of(case: CaseFile) -> list[str]:
    """What stands for their names where no name may stand."""
    return [found for name in children_of(case) if (found := initials(name))]


def form_of(s: Services) -> BlankReport | None:
    """The report to fill in, from the conversation written for professionals; None where there is none."""
    fit = [one for one in scripts_for(s, PROFESSIONAL) if one.audience is AUDIENCE_OF[PROFESSIONAL]]
    fit.sort(key=lambda one: one.id != PROFESSIONAL)
    return blank_report(fit[0], translator(), who().name, s.settings.team_name) if fit else None

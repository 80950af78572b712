"""What an answer to a person is made of: the form as it was typed, and who is to be answered, with all they sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from dialogs.replies import tidy
from i18n.messages import N_
from review.case_event import CaseEvent
from review.heard import Heard, Response, Told, Use, counts, heard, responses_of, told_to
from review.map.safety_map import SafetyMap
from store.cases import Person
from store.heard import Sent
from store.invites import Invite
from web.desk.door import LOCALE
from web.desk.forms import one_line, whole_number
from web.desk.questions import Background
from web.family.phrases import NEEDS_WHY, PHRASES
from web.promised import waits_too_long
from web.services import Services

LONGEST = 4000
NOTHING = N_("Pick a sentence, or write one of your own.")
SAY_WHY = N_("Say why in your own words. It stands under the sentence you picked.")
TOO_LONG = N_("That is too long. Use 4,000 characters or fewer.")
WHO_PUT = N_("Say who put your words into their language.")


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """An answer as it was typed. `wrong`: field name to source words."""

    phrases: tuple[str, ...] = ()
    words: str = ""
    locale: str = LOCALE
    interpreter: str = ""
    seen: str = ""
    sendings: int = 0
    """How many conversations of theirs were on the page it was written on."""
    wrong: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sending:
    """One conversation somebody sent, as this page lists it."""

    sent: Sent
    overdue: bool
    invite: Invite | None

    @property
    def can_come_back(self) -> bool:
        """Whether their link still opens, so that they can see what was done."""
        return self.invite is not None and self.invite.state in ("sent", "opened", "waiting")


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who sent something: what, what became of it, what they said back, what they were told."""

    person: Person
    sendings: tuple[Sending, ...]
    answers: tuple[Heard, ...]
    told: Told
    locale: str

    @property
    def counts(self) -> Mapping[Use, int]:
        """How many answers each thing became of."""
        return counts(self.answers)

    @property
    def said_back(self) -> tuple[tuple[Heard, Response], ...]:
        """Everything they said about how their words were used, the newest first."""
        said = [(one, response) for one in self.answers for response in one.responses]
        return tuple(sorted(said, key=lambda pair: pair[1].at, reverse=True))

    @property
    def harm(self) -> tuple[tuple[Heard, Response], ...]:
        """What of it may tell of harm and waits until somebody says what they do about it, the newest first."""
        return tuple(pair for pair in self.said_back if pair[1].waits)

    @property
    def new(self) -> int:
        """How much of that nobody has read."""
        return sum(response.is_new for _, response in self.said_back)

    @property
    def with_reasons(self) -> tuple[Heard, ...]:
        """The answers that are not on the map: each has a reason, which may be told or not."""
        return tuple(one for one in self.answers if one.use is Use.LEFT_OUT)

    @property
    def is_foreign(self) -> bool:
        """Whether they read another language than the desk's."""
        return self.locale.split("_")[0] != LOCALE

    @property
    def overdue(self) -> bool:
        """Whether anything they sent waits longer than they were promised."""
        return any(one.overdue for one in self.sendings)

    def shown(self, how_many: int) -> tuple[str, ...]:
        """The ids of what they had sent when this many conversations stood on the page."""
        return tuple(one.sent.id for one in self.sendings[::-1][:how_many])

    @property
    def can_come_back(self) -> bool:
        """Whether any link of theirs still opens."""
        return any(one.can_come_back for one in self.sendings)

    @property
    def rank(self) -> tuple[bool, bool, bool, bool]:
        """Who comes first: words that may tell of harm, unread words, then an overdue reading, then no answer yet."""
        return (not self.harm, not self.new, not self.overdue, self.told.reply is not None)


def read_answer(form: MultiDict[str, str], voice_locale: str) -> AnswerForm:
    """The answer in a posted form, with what is wrong with it."""
    phrases = tuple(name for name in PHRASES if name in form.getlist("phrases"))
    words = tidy(form.get("words", ""))[0].strip()
    locale = form.get("written", LOCALE)
    locale = voice_locale if locale == voice_locale else LOCALE
    foreign = locale.split("_")[0] != LOCALE and bool(words)
    interpreter = one_line(form.get("interpreter", ""))[:100] if foreign else ""
    wrong: dict[str, str] = {}
    if not phrases and not words:
        wrong["phrases"] = NOTHING
    elif not words and any(name in NEEDS_WHY for name in phrases):
        wrong["words"] = SAY_WHY
    elif len(words) > LONGEST:
        wrong["words"] = TOO_LONG
    elif foreign and not interpreter:
        wrong["interpreter"] = WHO_PUT
    sendings = whole_number(form.get("sendings", ""))
    return AnswerForm(phrases, words, locale, interpreter, form.get("seen", "")[:6], sendings, wrong)


def voices_of(
    s: Services,
    people: Sequence[Person],
    sent: Sequence[Sent],
    drawn: SafetyMap,
    log: Sequence[CaseEvent],
    invites: Sequence[Invite],
    behind: Mapping[str, Background],
) -> tuple[Voice, ...]:
    """Everybody who sent something, those first whose words or waiting need somebody."""
    responses = responses_of(log)
    links = {invite.id: invite for invite in invites}
    found = []
    for person in people:
        mine = [one for one in sent if one.person_id == person.id]
        if not mine:
            continue
        told = told_to(log, person.id)
        sendings = tuple(
            Sending(one, waits_too_long(s, one.sent_at, one.read_at), links.get(one.invite_id))
            for one in reversed(mine)
        )
        answers = tuple(one for talk in mine for one in heard(drawn, talk.id, told, responses))
        turns = behind[mine[-1].id].standing.conversation.turns
        locale = turns[-1].given.locale if turns else LOCALE
        found.append(Voice(person, sendings, answers, told, locale))
    return tuple(sorted(found, key=lambda voice: voice.rank))

"""Names of things at the author's bench. Source words, translated where shown."""

from __future__ import annotations

from dialogs.changes import ChangeKind
from dialogs.script import Audience, EntryKind, ReplyKind
from i18n.messages import N_

AUDIENCES = {
    Audience.CHILD: N_("Children up to 12"),
    Audience.YOUNG_PERSON: N_("Young people 13 to 17"),
    Audience.PARENT: N_("Parents and carers"),
    Audience.NETWORK: N_("Relatives and friends"),
    Audience.PROFESSIONAL: N_("Professionals"),
}
REPLIES = {
    ReplyKind.TEXT: N_("in their own words"),
    ReplyKind.ONE_OF: N_("picks one"),
    ReplyKind.SOME_OF: N_("picks any"),
    ReplyKind.PEOPLE: N_("names people"),
    ReplyKind.PICTURES: N_("picks pictures"),
    ReplyKind.STEPS: N_("one of five steps in words"),
    ReplyKind.SCALE: N_("a number from 0 to 10"),
    ReplyKind.NONE: N_("says something, asks nothing"),
    ReplyKind.READ_BACK: N_("reads everything back before sending"),
}
ENTRIES = {
    EntryKind.WORRY: N_("a worry"),
    EntryKind.WORKING_WELL: N_("what's working well"),
    EntryKind.NEEDS_TO_HAPPEN: N_("what needs to happen"),
    EntryKind.SCALE: N_("a number on a scale"),
    EntryKind.PERSON: N_("a person"),
    EntryKind.CHAIR_QUESTION: N_("a question for the Chair"),
    EntryKind.SET_VIEW: N_("a view on a worry and goal"),
    EntryKind.PLAN_RULE: N_("a rule for the plan"),
    EntryKind.FEELING: N_("how they feel"),
    EntryKind.CHAIR_ONLY: N_("for the Chair only"),
    EntryKind.FEEDBACK: N_("how it was"),
}
STATES = {
    "in_use": N_("In use"),
    "uploaded": N_("Not published"),
    "replaced": N_("Replaced"),
    "withdrawn": N_("Withdrawn"),
}
CHANGES = {
    ChangeKind.ABOUT: N_("About the script"),
    ChangeKind.WORDING: N_("Wording"),
    ChangeKind.NEW_QUESTION: N_("New"),
    ChangeKind.REMOVED_QUESTION: N_("Removed"),
    ChangeKind.RENAMED: N_("Renamed"),
    ChangeKind.ROUTE: N_("Where it leads"),
    ChangeKind.CHOICE_ADDED: N_("Choice added"),
    ChangeKind.CHOICE_REMOVED: N_("Choice removed"),
    ChangeKind.CHOICE_WORDING: N_("Wording of a choice"),
    ChangeKind.SCALE_ANCHOR: N_("End of the scale"),
    ChangeKind.REPLY_KIND: N_("Kind of answer"),
    ChangeKind.ENTRY_KIND: N_("Where it goes on the map"),
    ChangeKind.SETTING: N_("Setting"),
    ChangeKind.ORDER: N_("Order"),
}

"""Who the made-up family is, and every word they say, as data. Read it like a play; nothing here does anything.

A day in braces is one of `days.py`. What somebody asked not to be said stands nowhere else: Ali asked that nobody says
who brought up the birthday, Sam that Dad does not hear about Jo. No set, no line of the plan, nobody in the network and
nothing on the wall tells of it; the plan keeps the birthday calm all the same, as Uncle Ray's idea.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dialogs.conversation import Move

Words = Move | str | int | tuple[str, ...] | tuple[tuple[str, str], ...]
"""An answer: text, a number, choices by id, people as (name, who they are), or a way not to answer. A step that is not
named is skipped."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One conversation: who holds it, through which script, how many days ago, and what they answer at each step
    (`step`, or `step.item` inside a list, both with `.round` for a follow-up)."""

    name: str
    script: str
    days_ago: int
    said: Mapping[str, Words]
    locale: str = "en"
    present: str = "alone"
    helped: tuple[str, str, str] = ("self", "", "")
    """Who typed, whether somebody interpreted, who was beside them."""
    wishes: Mapping[str, str] = field(default_factory=dict)
    """Whom the person wishes to see the answer to a step: meeting, worker_first or not_sure."""
    about: str = "Ali"


FAMILY = (
    ("young_person", "Sam"),
    ("parent", "Mum (Dee)"),
    ("child", "Ali"),
    ("child", "Bo"),
    ("relative", "Nan"),
    ("relative", "Ciocia Ewa"),
    ("professional", "Ms Cole, teacher"),
)
TO_TRY = (
    ("Sam", "meeting_13_17"),
    ("Mum (Dee)", "parent"),
    ("Mum (Dee)", "sets"),
    ("Mum (Dee)", "family_plan"),
    ("Ali", "places_9_12"),
    ("Ali", "feelings"),
    ("Bo", "places_6_8"),
    ("Nan", "network"),
    ("Ms Cole, teacher", "professional"),
)
"""Links that nobody has used, to try the conversations with."""

EWA_IN_ENGLISH = "He is scared of going home on Fridays. He told me so two weeks ago."
FOR_THE_CHAIR = "Please seat Dee and Rob so that they do not leave by the same door. She is worried about the car park."

VOICES = (
    Voice(
        "Mum (Dee)",
        "sets",
        28,
        {
            "set_worry.0": ("some",),
            "set_change.0": "He was not drunk the first time. The second time is right.",
            "set_goal.0": "I want this too. My brother Ray should be in it.",
            "set_number.0": 3,
            "set_not_lower.0": "Ali always has his phone and knows to ring my mum.",
            "set_one_higher.0": "If Ray came round on Friday nights.",
        },
    ),
    Voice(
        "Ali",
        "places_9_12",
        27,
        {
            "practice": "drawing my cat",
            "first_place": ("good",),
            "good_place": "my nan picks me up on fridays and we get chips",
            "good_place.0.1": "i get to choose the film",
            "good_people": (("Nan", "my nan"), ("Pepper", "cat")),
            "worry_place": "when they shout i go in the bathroom and ring nan",
            "worry_thanks": ("what_helps",),
            "worry_helps": "nan stays on the phone till its quiet",
            "worry_smaller": "when uncle ray was here there was no shouting",
            "wish_place": "nobody shouts and i sleep in my own bed",
            "wish_first": "dad goes to nans when he is like that not me",
            "home_scale": 3,
            "not_lower": "nan picks up",
            "one_higher": "if somebody came when i ring",
        },
        wishes={"wish_first": "meeting"},
    ),
    Voice(
        "Ms Cole, teacher",
        "professional",
        15,
        {
            "like_about": "Ali is funny and kind. He looks after the younger ones at breakfast club.",
            "working_well": "For two weeks now Ali has been on time every day.",
            "working_well_change": "He has missed no reading lessons, and he smiles when he comes in.",
            "another_point.0": ("worry",),
            "worry": "On {after_first} and {after_second} Ali fell asleep in class. He told me he had been up because "
            "of shouting.",
            "worry_source": ("told",),
            "worry_impact": "He could not join in and cried when he was woken.",
            "worry_known": "Ali's mum. I rang her both days.",
            "another_point.1": ("no_more",),
            "set_number.0": 5,
            "set_evidence.0": "He has not fallen asleep in class for two weeks.",
            "set_confidence.0": "A whole term like these two weeks, and hearing from Ali that home is calm.",
            "set_number.1": 4,
            "set_evidence.1": "Bo still comes without breakfast about once a week.",
            "set_confidence.1": "Four weeks in which Bo has eaten before school.",
            "need_to_see": "Ali awake and Bo fed, for a whole term.",
            "can_you_come": ("come",),
            "chair_only": "Ali's dad waited at the school gate yesterday and asked which room the meeting is in.",
        },
    ),
    Voice(
        "Nan",
        "network",
        14,
        {
            "like_about": "He makes me laugh. He has a big heart.",
            "good_for_child": "Dee reads to them both at night, even after a late shift.",
            "child_likes": "I think he would say his mum makes the best pancakes.",
            "worries": "When Rob has been drinking there are rows. I heard it down the phone on {second}.",
            "how_you_know": ("heard",),
            "worry_impact": "Ali was whispering. He had locked himself in the bathroom.",
            "kept_safe": "The Friday after that I took him to mine before it kicked off. He slept till nine.",
            "who_helps": (("Uncle Ray", "Dee's brother"), ("Ms Cole", "teacher")),
            "can_do": "I can have them both every Friday night from now on, and I will answer whenever Ali rings.",
            "warning_sign": "If Rob's van is outside on a Friday and Dee does not pick up. Then I go round with Ray.",
            "when_safe": "Quiet Fridays, and Ali telling me about football instead of rows.",
            "set_number.0": 4,
            "set_reason.0": "Two Fridays were calm and two were not.",
            "set_one_higher.0": "I fetch them at five, before anybody has had a drink.",
            "set_number.1": 6,
            "set_reason.1": "Dee has not missed a pick-up since I got the spare key.",
            "chair": "Will somebody ask Ali and Bo if they like coming to mine?",
        },
    ),
    Voice(
        "Mum (Dee)",
        "sets",
        13,
        {
            "set_worry.0": ("agree",),
            "set_goal.0": "Good that Ray is in it now.",
            "set_number.0": 5,
            "set_not_lower.0": "Nan has them on Fridays.",
            "set_one_higher.0": "If Rob really goes to his brother's when he has had a drink.",
            "set_worry.1": ("some",),
            "set_change.1": "It was nine days, not eleven. Two days she was ill at home with me.",
            "set_number.1": 6,
            "set_not_lower.1": "I get up at six now.",
            "set_one_higher.1": "A lift on the days I start early.",
        },
    ),
    Voice(
        "Ali",
        "places_9_12",
        12,
        {
            "first_place": ("worry",),
            "worry_place": "dad came on friday but we were at nans",
            "worry_thanks": ("move_on",),
            "good_place": "football on saturday",
            "home_scale": 4,
            "not_lower": "fridays at nans",
            "one_higher": "if dad said sorry",
        },
    ),
    Voice(
        "Sam",
        "meeting_13_17",
        10,
        {
            "going_ok": "College is fine. I like the art room.",
            "who_knows_you": "My art teacher would say I'm good at drawing and keeping calm.",
            "worries": "I end up being the one who takes Bo to school. I'm late every time.",
            "worries.0.1": "I've missed the start of art four times.",
            "better_time": "When Nan had Bo at hers I was on time all week.",
            "bad_days": "Headphones. I text Jo.",
            "how_safe": 6,
            "not_lower": "I've got a lock and I can go to Nan's.",
            "one_higher": "Knowing who takes Bo, so it isn't always me.",
            "needs_to_change": "Somebody grown-up takes Bo to school. Dad stops turning up when he's had a drink.",
            "take_part": ("part_of_it",),
            "want_known": "We love Mum. She is trying.",
            "not_in_front_of": "Don't say in front of Dad that I text Jo.",
            "chair": "Can I leave when Dad starts talking?",
            "chair.0.1": "Who reads my words out if I'm not in the room?",
        },
        wishes={"worries": "meeting", "bad_days": "worker_first", "want_known": "meeting"},
        about="Sam",
    ),
    Voice(
        "Bo",
        "places_6_8",
        8,
        {
            "practice": "i like digging",
            "good_place": ("mum", "pets", "play"),
            "good_about": "pepper sleeps on my feet",
            "good_people": (("Ali", "brother"), ("Nan", "nan")),
            "worry_place": "my tummy is loud at school",
            "worry_thanks": ("move_on",),
            "wish_place": "toast every day",
            "your_step": ("step_3",),
            "one_up": "nan in the morning",
            "safe_people": (("Nan", ""), ("Sam", "")),
        },
        present="someone",
        helped=("together", "", "Ms Cole, at school"),
        about="Bo",
    ),
    Voice(
        "Ciocia Ewa",
        "network",
        5,
        {
            "like_about": "Ali zawsze pomaga młodszym.",
            "good_for_child": "Dee gotuje dla nich w każdą niedzielę.",
            "worries": "Boi się wracać w piątki. Powiedział mi to dwa tygodnie temu.",
            "how_you_know": ("told",),
            "worry_impact": "Nie chciał zdjąć kurtki.",
            "can_do": "Mogę odbierać Bo ze szkoły w poniedziałki i środy.",
        },
        locale="pl",
    ),
    Voice(
        "Mum (Dee)",
        "sets",
        3,
        {
            "set_worry.0": ("agree",),
            "set_goal.0": "This is what I want for him.",
            "set_number.0": 6,
            "set_not_lower.0": "It is calm since my mum fetches them at five.",
            "set_one_higher.0": "A birthday without a row.",
            "set_worry.1": ("agree",),
            "set_number.1": 7,
            "set_not_lower.1": "Ewa fetches Bo two days a week.",
            "set_one_higher.1": "A place in breakfast club.",
            "chair": Move.NOTHING,
        },
    ),
    Voice(
        "Ali",
        "places_9_12",
        2,
        {
            "first_place": ("good",),
            "good_place": "no shouting on friday again",
            "good_place.0.1": "me and bo slept the whole night",
            "good_people": (("Nan", "my nan"), ("Ray", "uncle")),
            "worry_place": "my birthday because dad always has a drink then",
            "worry_thanks": ("what_helps",),
            "worry_helps": "if uncle ray is there",
            "wish_place": "everybody eats together and its quiet",
            "home_scale": 6,
            "not_lower": "ray comes now",
            "one_higher": "if ray stays over sometimes",
            "not_out_loud": "dont say it was me who said about my birthday",
        },
        wishes={"worry_place": "worker_first", "worry_helps": "worker_first", "wish_place": "meeting"},
    ),
)

"""The network folded from its log, and the picture of it: nobody is lost, and names keep off each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.case_event import CaseEvent, Topic
from review.plan.circles import ROOM, TALL, WIDE, Paper, Square, circles, label
from review.plan.network import About, Answer, Network, Ring, Said, about_body, leaving_body, network_of
from review.same_person import same_person

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = date(2026, 3, 9)
NAN = About("Nan", "mum's mum", "comes on Fridays", Ring.EVERY_DAY, knows=Answer(Said.YES, DAY), entries=("e1",))


def log(*lines: tuple[str, Mapping[str, Any]], topic: Topic = Topic.NETWORK) -> list[CaseEvent]:
    """Lines of a log, numbered 1, 2, 3…"""
    return [
        CaseEvent(f"e{order}", "case", order, topic, subject, "priya", NOON + timedelta(minutes=order), body)
        for order, (subject, body) in enumerate(lines, 1)
    ]


def test_what_is_known_now_stands_and_what_was_known_stays() -> None:
    later = replace(NAN, willing=Answer(Said.NO, DAY))
    network = network_of(log(("n", about_body(NAN)), ("n", about_body(later, "she has a new job"))))
    nan = network.people[0]
    assert nan.about == later
    assert [(one.about, one.why) for one in nan.versions] == [(NAN, ""), (later, "she has a new job")]
    assert nan.seen == 2


def test_everything_known_survives_the_log() -> None:
    about = About(
        name="<Nan> & نانا",
        who="mum's mum",
        helps="picks up",
        ring=Ring.OFTEN,
        professional=True,
        knows=Answer(Said.YES, DAY),
        willing=Answer(Said.NO),
        contact=Answer(),
        invited=Answer(Said.YES, DAY),
        source="Dad, on the phone",
        person="p1",
        entries=("e1", "e2"),
        also=("Nana",),
    )
    assert network_of(log(("n", about_body(about)))).people[0].about == about
    assert about.not_asked == ("contact",)


def test_somebody_taken_out_is_kept_and_can_come_back() -> None:
    lines = [("n", about_body(NAN)), ("n", leaving_body("moved away"))]
    network = network_of(log(*lines))
    assert network.people == ()
    assert [(one.name, one.left_why) for one in network.gone] == [("Nan", "moved away")]
    back = network_of(log(*lines, ("n", leaving_body("is back", back=True))))
    assert [one.name for one in back.people] == ["Nan"]
    assert back.people[0].seen == 3


def test_rings_hold_who_was_put_there() -> None:
    network = network_of(log(("n", about_body(NAN)), ("r", about_body(About("Ray")))))
    assert [one.name for one in network.in_ring(Ring.EVERY_DAY)] == ["Nan"]
    assert [one.name for one in network.in_ring(None)] == ["Ray"]
    assert network.in_ring(Ring.OFTEN) == ()


@pytest.mark.parametrize("name", ["nan", " NAN ", "Nana"])
def test_somebody_is_found_by_anything_they_are_called(name: str) -> None:
    network = network_of(log(("n", about_body(replace(NAN, also=("Nana",))))))
    found = network.called(name)
    assert found is not None
    assert found.id == "n"


def test_somebody_taken_out_is_found_after_whoever_is_here() -> None:
    lines = (("n", about_body(NAN)), ("n", leaving_body("moved away")))
    gone = network_of(log(*lines)).called("Nan")
    here = network_of(log(*lines, ("m", about_body(About("Nan, dad's mum"))))).called("Nan, dad's mum")
    assert gone is not None
    assert here is not None
    assert (gone.id, here.id) == ("n", "m")


def test_who_is_in_the_case_too_is_one_person() -> None:
    case = [("Nan", "c1"), ("Ms Cole, teacher", "c2"), ("Mr Ito", "c3")]
    people = [
        ("n1", About("nan")),
        ("n2", About("Nan", "dad's mum")),
        ("n3", About("Ms Cole")),
        ("n4", About("Coach", person="c3")),
        ("n5", About("Jo")),
    ]
    network = network_of(log(*((id_, about_body(about)) for id_, about in people)))
    assert dict(network.in_case(case)) == {"n4": "c3", "n1": "c1", "n3": "c2"}


def test_a_name_that_could_be_either_is_neither() -> None:
    case = [("Ms Cole, teacher", "c1"), ("Ms Cole, nurse", "c2")]
    people = [("n1", About("Ms Cole, teacher")), ("n2", About("Ms Cole"))]
    network = network_of(log(*((id_, about_body(about)) for id_, about in people)))
    assert dict(network.in_case(case)) == {"n1": "c1"}


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("ms  COLE", "a"),
        ("Ms Cole, head of year", "a"),
        ("Dr Patel", "b"),
        ("Dr Patel, GP", "b"),
        ("Dr Patel, health visitor", None),
        ("Nan", None),
        (", teacher", None),
    ],
)
def test_one_rule_says_whose_name_it_is(name: str, who: str | None) -> None:
    assert same_person(name, [("Ms Cole", "a"), ("Dr Patel, GP", "b")]) == who


def test_other_topics_are_passed_over() -> None:
    assert network_of(log(("n", about_body(NAN)), topic=Topic.PLAN)) == Network()


def test_a_label_is_short_and_says_that_it_is_cut() -> None:
    assert label("Nan") == ("Nan",)
    assert label("Ms Cole, teacher") == ("Ms Cole,", "teacher")
    assert label("Auntie Marzena Wisniewska") == ("Auntie", "Marzena…")
    assert all(len(line) <= 14 for line in label("Donaudampfschifffahrt Abcdefghijklmnop"))


def spaces(rings: list[list[tuple[str, str]]], paper: Paper) -> list[Square]:
    return [spot.space for ring in circles(rings, paper) for spot in ring.spots]


@pytest.mark.parametrize("paper", [WIDE, TALL], ids=["wide", "tall"])
def test_short_names_never_cover_each_other(paper: Paper) -> None:
    rings = [[(f"{n}{k}", name) for k, name in enumerate(("Nan", "Ray", "Mum", "Jo"))] for n in range(3)]
    placed = spaces(rings, paper)
    assert len(placed) == 12
    assert [(a, b) for n, a in enumerate(placed) for b in placed[n + 1 :] if a.over(b)] == []


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.text(min_size=1, max_size=30), max_size=18), min_size=3, max_size=3),
    st.sampled_from([WIDE, TALL]),
)
def test_everybody_is_drawn_or_counted_and_nobody_is_outside(names: list[list[str]], paper: Paper) -> None:
    rings = [[(f"{n}-{k}", name) for k, name in enumerate(ring)] for n, ring in enumerate(names)]
    drawn = circles(rings, paper)
    for ring, shown, room in zip(rings, drawn, ROOM, strict=True):
        assert [spot.id for spot in shown.spots] == [id_ for id_, _ in ring[:room]]
        assert shown.more == max(0, len(ring) - room)
        assert all(0 < spot.x < paper.width and 0 < spot.y < paper.height for spot in shown.spots)


def test_the_same_people_give_the_same_picture() -> None:
    rings = [[("a", "Nan"), ("b", "Ms Cole, teacher")], [("c", "Jo")], []]
    assert circles(rings) == circles(rings)

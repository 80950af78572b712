"""Names put right, read in the network and the plan: where an id stands, the name of today; else as it was written."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from review.case_event import CaseEvent, Topic
from review.plan.names_now import with_names_now
from review.plan.network import About, about_body, network_of
from review.plan.plan import Kind, plan_of, proposal_body
from review.plan.still_called import still_called
from review.plan.text import Actor, Box, PlanText

NOW = {"p1": "Nan Pat"}


def event(order: int, topic: Topic, subject: str, body: dict[str, Any]) -> CaseEvent:
    return CaseEvent(f"e{order}", "c", order, topic, subject, "w", datetime(2026, 3, 2, tzinfo=UTC), body)


def line(order: int, subject: str, *actors: Actor) -> CaseEvent:
    text = PlanText(Box.WHO_DOES_WHAT, "Nan rings at five.", actors=actors)
    return event(order, Topic.PLAN, subject, proposal_body(Kind.ADD, text, "Nan"))


def put(order: int, subject: str, name: str, person: str = "") -> CaseEvent:
    return event(order, Topic.NETWORK, subject, about_body(About(name, person=person)))


def test_an_id_brings_the_name_of_today_and_words_stay() -> None:
    events = with_names_now([put(1, "n1", "Nan", "p1"), line(2, "l1", Actor("Nan", "p1"), Actor("Ray", "n9"))], NOW)
    (plan_line,) = plan_of(events).lines
    assert [one.name for one in plan_line.text.actors] == ["Nan Pat", "Ray"]
    assert plan_line.text.words == "Nan rings at five."
    (person,) = network_of(events).people
    assert (person.name, person.about.also) == ("Nan Pat", ())


def test_a_line_under_the_id_of_the_network_follows_it_and_keeps_what_tells_two_apart() -> None:
    events = [put(1, "n1", "Nan", "p1"), line(2, "l1", Actor("Nan (Dee's mum)", "n1")), put(3, "n2", "Ray")]
    named = with_names_now([*events, line(4, "l2", Actor("Ray", "n2")), put(5, "n2", "Raymond")], NOW)
    assert [one.text.actors[0].name for one in plan_of(named).lines] == ["Nan Pat (Dee's mum)", "Raymond"]


def test_an_answer_that_names_them_as_before_still_means_them() -> None:
    network = network_of(with_names_now([put(1, "n1", "Nan", "p1")], NOW))
    assert getattr(network.called("nan"), "id", None) == "n1"
    assert getattr(network.called("Nan Pat"), "id", None) == "n1"


def test_only_names_written_by_hand_still_stand() -> None:
    events = [
        put(1, "n1", "Nan", "p1"),
        put(2, "n2", "Nan"),
        line(3, "l1", Actor("Nan", "p1")),
        line(4, "l2", Actor("Nan")),
    ]
    still = still_called(with_names_now(events, NOW), "Nan")
    assert (still.network, still.plan, still.sets) == (("n2",), ("l2",), ())
    assert not still_called(with_names_now(events, NOW), "Nana")

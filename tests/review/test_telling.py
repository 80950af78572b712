"""How an entry is told in an export: steps, pictures, drawings, wishes, and how it was when it was said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document

from dialogs.conversation import SharedSet, SharingWish
from dialogs.script import EntryKind, ReplyKind
from review.circumstances import circumstances, unsafe
from review.export import document, paste, picture, record
from review.export.words import Takeaway
from tests.review.conftest import OnFile, on_file
from tests.review.test_export import EVERY_FORM, validate, write_document, write_paste, write_record

STAIRS = tuple(
    (f"step_{n}", words)
    for n, words in enumerate(("Very worried", "A bit worried", "In the middle", "Mostly OK", "Happy and safe"), 1)
)
HOUSE = "M200 600 200 300M350 600"
IN_WORDS = pytest.mark.parametrize("write", [write_paste, write_document])


def on_a_step(at: int = 2) -> OnFile:
    chosen = {"choices": (f"step_{at}",), "number": at, "offered": STAIRS, "reply_kind": ReplyKind.STEPS}
    return on_file("", EntryKind.SCALE, asked="Which step are you on?", **chosen)


def drawn(words: str = "") -> OnFile:
    return on_file(words, EntryKind.FEELING, drawing=HOUSE, person="Ali", id="house")


@IN_WORDS
def test_a_worded_step_is_never_a_number_out_of_ten(
    write: Callable[[Takeaway], str], takeaway: Callable[..., Takeaway]
) -> None:
    text = write(takeaway(on_a_step()))
    assert "Step 2 of 5: A bit worried" in text
    assert "out of 10" not in text
    for _, words in STAIRS:
        assert f"“{words}”" in text


def test_the_record_has_all_five_steps(takeaway: Callable[..., Takeaway]) -> None:
    [entry] = validate(record.write(takeaway(on_a_step(5))))["entries"]
    assert entry["step"] == {"number": 5, "of": [words for _, words in STAIRS]}
    assert (entry["scale"], entry["words"], entry["reply"]["kind"]) == (None, "Happy and safe", "steps")


@EVERY_FORM
def test_pictures_are_told_in_their_words_in_the_order_shown(
    write: Callable[[Takeaway], str], takeaway: Callable[..., Takeaway]
) -> None:
    shown = (("bear_8", "A bear running"), ("bear_3", "A bear lying curled up"), ("none_of_these", "None of these"))
    picked = {"choices": ("bear_8",), "offered": shown, "reply_kind": ReplyKind.PICTURES}
    made = takeaway(on_file("", EntryKind.FEELING, **picked))
    text = write(made)
    choices = text[text.index('"choices"' if write is write_record else "The choices were:") :]
    places = [choices.index(words) for _, words in shown]
    assert places == sorted(places)
    if write is write_record:
        assert [one["id"] for one in validate(text)["entries"][0]["question"]["choices"]] == [id_ for id_, _ in shown]


def test_a_drawing_is_a_picture_with_words_for_it_in_word(takeaway: Callable[..., Takeaway]) -> None:
    made = Document(BytesIO(document.write(takeaway(drawn("my house")))))
    [shape] = made.inline_shapes
    about = shape._inline.docPr
    assert about.get("descr") == "A drawing"
    assert abs(shape.width.cm - 9) < 0.01
    [image] = [part.blob for part in made.part.package.iter_parts() if part.content_type == "image/png"]
    assert image == picture.png(HOUSE)
    text = [paragraph.text for paragraph in made.paragraphs]
    assert "A drawing by Ali, as it was made on the screen." in text
    assert "“my house”" in text


def test_a_drawing_makes_the_same_bytes_again(takeaway: Callable[..., Takeaway]) -> None:
    assert document.write(takeaway(drawn())) == document.write(takeaway(drawn()))


def test_text_to_paste_says_where_the_drawing_is(takeaway: Callable[..., Takeaway]) -> None:
    text = write_paste(takeaway(drawn()))
    assert "[a drawing; see the Word file]" in text
    assert "“”" not in text


def test_the_record_carries_the_strokes_with_their_field(takeaway: Callable[..., Takeaway]) -> None:
    [entry] = validate(record.write(takeaway(drawn())))["entries"]
    assert entry["reply"]["drawing"] == {"strokes": HOUSE, "width": 1000, "height": 750}
    [plain] = validate(record.write(takeaway(on_file("words"))))["entries"]
    assert plain["reply"]["drawing"] is None


@IN_WORDS
@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (SharingWish.WORKER_FIRST, "Asked that a worker sees this first."),
        (SharingWish.MEETING, "Wishes that this is shown at the meeting."),
        (SharingWish.NOT_SURE, "Was not sure who should see this."),
    ],
)
def test_a_wish_is_told(
    write: Callable[[Takeaway], str], takeaway: Callable[..., Takeaway], wish: SharingWish, told: str
) -> None:
    text = write(takeaway(on_file("only for you", wish=wish)))
    assert told in text
    first = text.index(told) < text.index("“only for you”")
    assert first is (wish is SharingWish.WORKER_FIRST)
    assert told not in write(takeaway(on_file("for all")))


def test_the_record_has_the_wish_and_the_circumstances(takeaway: Callable[..., Takeaway]) -> None:
    helped = {"typing": "other", "interpreter": "yes", "beside": "Nan <3", "safe": "not_sure_went_on"}
    [entry] = validate(record.write(takeaway(on_file("a", wish=SharingWish.WORKER_FIRST, **helped))))["entries"]
    assert entry["sharing_wish"] == "worker_first"
    assert entry["circumstances"] == {
        "present": "alone",
        "beside": "Nan <3",
        "typing": "other",
        "interpreter": True,
        "safe": "not_sure_went_on",
    }


@IN_WORDS
def test_how_it_was_is_told_with_the_words(write: Callable[[Takeaway], str], takeaway: Callable[..., Takeaway]) -> None:
    helped = {"typing": "other", "interpreter": "yes", "beside": "Nan", "present": "someone", "safe": "no_went_on"}
    text = write(takeaway(on_file("a", **helped))).replace(" · ", ", ")
    assert "typed by somebody else, Nan beside them, an interpreter helped, said it was not safe to talk" in text


@pytest.mark.parametrize(
    ("told", "line"),
    [
        ({"present": "alone"}, "said they were on their own"),
        ({"present": None}, "not known who was there"),
        ({"present": "someone", "beside": "Nan"}, "Nan beside them"),
        ({"present": "alone", "beside": "Nan"}, "said they were on their own, Nan beside them"),
        ({"present": "someone", "typing": "together"}, "typed together with somebody, said someone was with them"),
        ({"present": "alone", "typing": "self"}, "typed it themselves, said they were on their own"),
    ],
)
def test_circumstances_are_told_as_they_were_said(
    told: dict[str, str], line: str, takeaway: Callable[..., Takeaway]
) -> None:
    assert ", ".join(circumstances(takeaway().words, on_file("a", **told))) == line


@pytest.mark.parametrize(("safe", "told"), [("yes", ""), (None, ""), ("no", "said it was not safe to talk")])
def test_not_safe_is_told_only_when_it_was_said(safe: str | None, told: str, takeaway: Callable[..., Takeaway]) -> None:
    assert unsafe(takeaway().words, on_file("a", safe=safe)) == told


NEW = {
    EntryKind.FEELING: ("feelings", "How they feel"),
    EntryKind.SET_VIEW: ("set_views", "What they think of the shared worries and goals"),
    EntryKind.PLAN_RULE: ("plan_rules", "The family's own plan lines"),
}


@pytest.mark.parametrize("kind", NEW)
def test_a_new_kind_has_a_place_of_its_own_only_when_there_is_any(
    kind: EntryKind, takeaway: Callable[..., Takeaway]
) -> None:
    column, title = NEW[kind]
    made = takeaway(on_file("these words", kind))
    [field] = [field for field in paste.fields(made) if field.title == title]
    assert "“these words”" in field.text
    headings = [p.text for p in Document(BytesIO(document.write(made))).paragraphs if p.style.name == "Heading 1"]
    assert title in headings
    [entry] = validate(record.write(made))["entries"]
    assert (entry["column"], entry["origin"]) == (column, "family" if kind is EntryKind.PLAN_RULE else None)
    assert title not in write_paste(takeaway()) + write_document(takeaway())


def test_views_stand_under_the_shared_worry_and_goal_word_for_word(takeaway: Callable[..., Takeaway]) -> None:
    one = SharedSet("Ms Cole is worried <that> " + "x" * 200, "Ali sleeps well", "bad", "good")
    made = takeaway(on_file("I agree", EntryKind.SET_VIEW), on_file("If Ray had a key", EntryKind.NEEDS_TO_HAPPEN))
    views = tuple(replace(item, shared=one) for item in made.map.set_views)
    needs = tuple(replace(item, shared=one) for item in made.map.needs_to_happen)
    made = replace(made, map=replace(made.map, set_views=views, needs_to_happen=needs))
    for text in (write_paste(made), write_document(made)):
        assert text.index(one.worry) < text.index(one.goal) < text.index("“I agree”")
        assert "The shared worry: “Ms Cole is worried <that> […]”" in text
    about = [entry["question"]["about"] for entry in validate(record.write(made))["entries"]]
    assert about == [{"worry": one.worry, "goal": one.goal}] * 2


def test_words_that_a_list_noticed_are_not_marked_in_what_leaves_the_desk(takeaway: Callable[..., Takeaway]) -> None:
    said = on_file("he hits me")
    noticed = replace(said, entry=replace(said.entry, given=replace(said.entry.given, noticed=True)))
    for write in (write_paste, write_document):
        assert write(takeaway(noticed)) == write(takeaway(said))
    assert record.write(takeaway(noticed)) == record.write(takeaway(said))

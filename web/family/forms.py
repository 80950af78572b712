"""What a phone may send for one reply, by form or by socket: one strict shape, parsed once."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from werkzeug.datastructures import MultiDict

from dialogs.conversation import Move
from dialogs.replies import Raw
from dialogs.strokes import LARGEST

Short = Annotated[str, StringConstraints(max_length=100)]
LONGEST_PASTE = 256 * 1024
"""Characters read, so that the kind message about 4,000 can be given with everything that was typed."""
WISH = "wish."
"""How the field of a sharing wish begins; the position of the answer follows."""
Long = Annotated[str, StringConstraints(max_length=LONGEST_PASTE)]


class Values(BaseModel):
    """The answer itself, not yet believed."""

    model_config = ConfigDict(extra="forbid", strict=True)

    position: Short = ""
    move: Annotated[str, StringConstraints(max_length=20)] = Move.ANSWER.value
    text: Long = ""
    choices: list[Short] = Field(default=[], max_length=60)
    number: Annotated[str, StringConstraints(max_length=10)] = ""
    drawing: Annotated[str, StringConstraints(max_length=LARGEST)] = ""
    wishes: list[Annotated[list[Short], Field(min_length=2, max_length=2)]] = Field(default=[], max_length=400)
    people: list[Annotated[list[Long], Field(min_length=2, max_length=2)]] = Field(default=[], max_length=60)

    simpler: bool = False

    def raw(self) -> Raw:
        """The same as the dialogue side takes it."""
        people = tuple((name, who) for name, who in self.people)
        wishes = tuple((at, wish) for at, wish in self.wishes)
        return Raw(self.move, self.text, tuple(self.choices), self.number, people, self.simpler, self.drawing, wishes)


class ReplySent(BaseModel):
    """One reply on its way in: which conversation, the last turn its screen knew, and the id it may come again
    under.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    conversation: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
    seq: int = Field(ge=0, le=100_000)
    reply_id: Annotated[str, StringConstraints(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
    values: Values


def from_form(form: MultiDict[str, str]) -> ReplySent:
    """The reply in a posted form. Raises pydantic's ValidationError when it is not one."""
    people = [[name, who] for name, who in zip(form.getlist("name"), form.getlist("who"), strict=False)]
    seq = form.get("seq", "")
    return ReplySent(
        conversation=form.get("conversation", ""),
        seq=int(seq) if seq.isascii() and seq.isdigit() and len(seq) < 7 else -1,
        reply_id=form.get("reply_id", ""),
        values=Values(
            position=form.get("out") or form.get("position", ""),
            move=form.get("move") or Move.ANSWER.value,
            text=form.get("text", ""),
            choices=form.getlist("choices"),
            number=form.get("number", ""),
            people=people,
            drawing=form.get("drawing", ""),
            wishes=[[name.removeprefix(WISH), wish] for name, wish in form.items() if name.startswith(WISH)],
            simpler=form.get("simpler") == "1",
        ),
    )

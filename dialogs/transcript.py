"""Transcripts: conversations written down as YAML that a social worker can read and approve, played against the engine.

A transcript holds what the script said and asked, what the person replied, and the entries that came of it. Playing one
gives the same text back; a difference is either a mistake or a change somebody must approve (`--update` in the tests).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from dialogs import engine, replies, scene
from dialogs.conversation import Conversation, Entry, Given, Move, Position, SharedSet
from dialogs.engine import Standing
from dialogs.replies import Raw, Refusal
from dialogs.script import ReplyKind, Script
from dialogs.shown import Item

WHEN = datetime(2026, 1, 5, 16, 0, tzinfo=UTC)
EXAMPLE = {
    "worker": "Priya",
    "team": "the children's team",
    "child": "Ali",
    "name": "Sam",
    "meeting_date": "Thursday 3 December",
    "reading_days": "2",
    "unsent_days": "14",
}
"""The values every transcript is played with."""


@dataclass(frozen=True, slots=True)
class _Plain:
    text: str
    locale: str = "en"


class SourceWords:
    """The script's own words with placeholders filled: the translator of transcripts and of `flask talk`."""

    locale = "en"

    def script(self, context: str, source: str, values: Mapping[str, str]) -> _Plain:
        for name, value in values.items():
            source = source.replace("{" + name + "}", value)
        return _Plain(source)


class Recorder:
    """Holds one conversation in memory and writes it down as it goes."""

    def __init__(self, script: Script, sets: Sequence[SharedSet] = (), contact_only: bool = False) -> None:
        """`sets`: what was shared with the person; `contact_only`: whether worries are left out."""
        self.script = script
        begun = Conversation("transcript", script.id, script.digest, sets=tuple(sets), contact_only=contact_only)
        self.standing: Standing = engine.fold(script, begun)
        self.lines: list[dict[str, Any]] = []
        self._tell()

    def give(self, raw: Raw, tells: bool = False) -> Refusal | None:
        """Replies to the open question; a refusal is written down and returned. `tells`: the words may tell of harm."""
        here = self.standing.here
        if here is None:
            return Refusal(replies.Trouble.OVER)
        self.lines.append({"reply": _written(raw), **({"may_tell_of_harm": True} if tells else {})})
        checked = replies.check(self.script.steps[here.step], here.round, raw)
        given = replace(self._given(here), noticed=tells)
        outcome = (
            checked if isinstance(checked, Refusal) else engine.reply(self.script, self.standing, checked.reply, given)
        )
        if isinstance(outcome, Refusal):
            self.lines.append({"refused": str(outcome.trouble)})
            return outcome
        answered = len(self.standing.trail)
        self.standing = outcome.standing
        self._tell(answered)
        return None

    def change(self, step: str, raw: Raw | None) -> Refusal | None:
        """Changes the reply at `step` (or `step.visit.round`); None takes it out."""
        at = Position.read(step) or Position(step)
        self.lines.append({"change": {str(at) if at.visit or at.round else at.step: _written(raw)}})
        checked = replies.taken_out()
        if raw is not None:
            result = replies.check(self.script.steps[at.step], at.round, raw)
            if isinstance(result, Refusal):
                self.lines.append({"refused": str(result.trouble)})
                return result
            checked = result
        outcome = engine.revise(self.script, self.standing, at, checked.reply, self._given(at))
        if isinstance(outcome, Refusal):
            self.lines.append({"refused": str(outcome.trouble)})
            return outcome
        for key, turns in (("set_aside", outcome.set_aside), ("brought_back", outcome.brought_back)):
            if turns:
                self.lines.append({key: [str(turn.position) for turn in turns]})
        self.standing = outcome.standing
        self._tell(len(self.standing.trail))
        if self.standing.here is not None:
            shown = scene.question(self.script, self.standing, self.standing.here, SourceWords(), EXAMPLE)
            self.lines.append({"ask": shown.text})
        return None

    def _tell(self, answered: int | None = None) -> None:
        """Writes down what is said and asked since the stop that was answered."""
        drawn = scene.build(self.script, self.standing, SourceWords(), EXAMPLE, answered)
        for bubble in drawn.bubbles:
            if bubble.kind in ("say", "ask", "kind_reply"):
                self.lines.append({bubble.kind: bubble.text})
        if drawn.ask is not None and drawn.ask.read_back:
            self.lines.append(
                {"read_back": [{"asked": item.asked, "answer": _item(item)} for item in drawn.ask.read_back]}
            )
        if drawn.ask is not None and drawn.ask.options:
            self.lines.append({"choices": {option.id: option.text for option in drawn.ask.options}})
        if drawn.ask is not None and drawn.ask.ends is not None:
            self.lines.append({"scale": {"0": drawn.ask.ends.low.text, "10": drawn.ask.ends.high.text}})
        if drawn.ask is None:
            self.lines.append({"sent" if drawn.sent else "ended": True})

    def _given(self, at: Position) -> Given:
        ask = scene.question(self.script, self.standing, at, SourceWords(), EXAMPLE)
        offered = [(option.id, option.text) for option in ask.options]
        if ask.ends is not None:
            offered = [("low", ask.ends.low.text), ("high", ask.ends.high.text)]
        return Given(f"r{self.standing.seq + 1}", WHEN, "en", ask.text, tuple(offered), about=ask.about)

    def text(self) -> str:
        """The transcript as YAML."""
        made = [_entry(entry) for entry in engine.entries(self.script, self.standing)]
        held = self.standing.conversation
        document: dict[str, Any] = {"script": self.script.id}
        if held.sets:
            document["sets"] = [asdict(one) for one in held.sets]
        if held.contact_only:
            document["contact_only"] = True
        document |= {"conversation": self.lines, "entries": made}
        if engine.is_anonymous(self.script, self.standing):
            document["sent_without_a_name"] = True
        out = StringIO()
        yaml = YAML()
        yaml.width = 110
        yaml.indent(mapping=2, sequence=2, offset=0)
        yaml.dump(document, out)
        return out.getvalue()


def play(script: Script, text: str) -> str:
    """Plays the replies of a transcript and gives the transcript they make now."""
    document = YAML(typ="safe", pure=True).load(text)
    sets = [SharedSet(**one) for one in document.get("sets", ())]
    recorder = Recorder(script, sets, document.get("contact_only", False))
    for line in document["conversation"]:
        if "reply" in line:
            recorder.give(_read(line["reply"]), line.get("may_tell_of_harm", False))
        elif "change" in line:
            [(step, written)] = line["change"].items()
            recorder.change(step, None if written == "take_out" else _read(written))
    return recorder.text()


def _written(raw: Raw | None) -> Any:
    if raw is None:
        return "take_out"
    if raw.move != Move.ANSWER:
        return {"move": str(raw.move)}
    if raw.people:
        return {"people": [f"{name} ({who})" if who else name for name, who in raw.people]}
    if raw.choices:
        return {"choose": list(raw.choices), **({"text": raw.text} if raw.text else {})}
    if raw.drawing:
        return {"drawing": raw.drawing, **({"text": raw.text} if raw.text else {})}
    if raw.wishes:
        return {"send": True, "wishes": dict(raw.wishes)}
    if raw.number:
        return {"number": raw.number if not raw.number.isdigit() else int(raw.number)}
    return raw.text or {"send": True}


def _read(written: Any) -> Raw:
    if isinstance(written, str):
        return Raw(text=written)
    if "move" in written:
        return Raw(move=written["move"])
    if "people" in written:
        return Raw(people=tuple(_person(person) for person in written["people"]))
    if "choose" in written:
        return Raw(choices=tuple(written["choose"]), text=written.get("text", ""))
    if "drawing" in written:
        return Raw(drawing=written["drawing"], text=written.get("text", ""))
    if "wishes" in written:
        return Raw(wishes=tuple(written["wishes"].items()))
    return Raw(number=str(written["number"])) if "number" in written else Raw()


def _item(item: Item) -> str:
    if item.answer.kind != "answer":
        return f"({item.answer.move})"
    return item.answer.text or "(a drawing)"


def _entry(entry: Entry) -> dict[str, Any]:
    answered = entry.reply.move is Move.ANSWER
    words = entry.verbatim or ("a drawing" if entry.reply.drawing else "")
    made: dict[str, Any] = {str(entry.kind): words if answered else {"declined": str(entry.reply.move)}}
    if entry.wish is not None:
        made["wish"] = str(entry.wish)
    return made


def _person(written: str) -> tuple[str, str]:
    name, _, rest = written.partition(" (")
    return (name, rest.removesuffix(")")) if rest.endswith(")") else (written, "")


def typed(script: Script, here: Position, line: str) -> Raw:
    """What a typed line means at this step: `/skip` and the like are moves, the rest is the answer."""
    if line.startswith("/") and line[1:] in set(Move):
        return Raw(move=line[1:])
    kind = script.steps[here.step].reply
    if kind in (ReplyKind.ONE_OF, ReplyKind.SOME_OF, ReplyKind.PICTURES, ReplyKind.STEPS):
        return Raw(choices=tuple(part.strip() for part in line.split(",") if part.strip()))
    if kind is ReplyKind.SCALE:
        return Raw(number=line.strip())
    if kind is ReplyKind.PEOPLE:
        return Raw(people=tuple(_person(part.strip()) for part in line.split(",") if part.strip()))
    return Raw(text=line)

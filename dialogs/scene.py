"""What a person sees of a conversation: bubbles, the open question, the read-back. Words in their language, no markup.

Built from a standing and a translator; it decides nothing and knows no screen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from dialogs.conversation import Move, Position, Turn, quote
from dialogs.engine import Standing, can_change
from dialogs.fixed import SHARING, kind_reply
from dialogs.loops import person_at
from dialogs.replies import moves_for
from dialogs.script import LEFT_OPEN, SETS, Choice, ReplyKind, Script, Step
from dialogs.shown import Ask, Bubble, Ends, Item, Option, Scene, Translator, Worded


def build(
    script: Script, standing: Standing, words: Translator, values: Mapping[str, str], answered: int | None = None
) -> Scene:
    """The scene of a standing. With `answered`, only what is new once the stop of that index was answered: its reply
    and all that follows (the screen has the rest already)."""
    teller = _Teller(script, standing, words, values)
    bubbles: list[Bubble] = []
    wordless = standing.conversation.sent and not standing.conversation.turns  # sent without a name: words are gone
    stops = [] if wordless else [*standing.trail, *([standing.here] if standing.here else [])]
    for index in range(answered or 0, len(stops)):
        shown = teller.stop(index, stops[index])
        bubbles += [b for b in shown if b.kind not in ("say", "ask")] if index == answered else shown
    here = None if standing.conversation.sent else standing.here
    part = script.steps[stops[-1].step].part if stops else 0
    return Scene(
        conversation=standing.conversation.id,
        seq=standing.seq,
        title=words.script(f"{script.id}.title", script.title, values).text,
        bubbles=tuple(bubbles),
        ask=None if here is None else teller.ask(here),
        part=part,
        parts=tuple(words.script(f"{script.id}.part.{i}", p, values).text for i, p in enumerate(script.parts)),
        sent=standing.conversation.sent,
    )


def build_change(
    script: Script, standing: Standing, at: Position, words: Translator, values: Mapping[str, str]
) -> Ask | None:
    """An earlier question opened again, with what was answered; None when it cannot be changed."""
    if not can_change(script, standing, at):
        return None
    return _Teller(script, standing, words, values).ask(at, changing=True)


def question(script: Script, standing: Standing, at: Position, words: Translator, values: Mapping[str, str]) -> Ask:
    """The question at a position as it is worded now; what a reply is stored beside."""
    return _Teller(script, standing, words, values).ask(at, read_back=False)


def answer_words(script: Script, turn: Turn, words: Translator, values: Mapping[str, str]) -> str:
    """The reply of a turn as the person reads it: their own text, or choices in the language on the screen."""
    step = script.steps[turn.position.step]
    reply = turn.reply
    if step.reply is ReplyKind.SCALE and reply.number is not None:
        return str(reply.number)
    if reply.people:
        return "\n".join(f"{p.name} ({p.who})" if p.who else p.name for p in reply.people)
    lines = []
    for id_ in reply.choices:
        if (choice := step.choice(id_)) is not None:
            lines.append(words.script(step.context(script.id, f"choice.{id_}"), choice.label, values).text)
    return "\n".join([*lines, reply.text] if reply.text else lines)


@dataclass(frozen=True, slots=True)
class _Teller:
    script: Script
    standing: Standing
    words: Translator
    values: Mapping[str, str]

    def stop(self, index: int, position: Position) -> list[Bubble]:
        step = self.script.steps[position.step]
        bubbles: list[Bubble] = []
        if position.round == 0 and (step.for_each is None or self._begins(step, index, position)):
            for number, said in enumerate(step.say):
                phrase = self._phrase(step, position, f"say.{number}", said)
                bubbles.append(Bubble("say", phrase.text, phrase.locale, index))
        if step.ask is not None:
            asked = self._question(step, position)
            bubbles.append(Bubble("ask", asked.text, asked.locale, index, str(position)))
        turn = self.standing.live.get(position)
        if turn is not None and index < len(self.standing.trail):
            bubbles.append(self._answer(turn, index))
            bubbles += self._kind_reply(turn, index)
        return bubbles

    def _begins(self, loop: Step, index: int, position: Position) -> bool:
        """Whether `for_each` begins here and has something to go through; only then it says what it has to say."""
        after = [*self.standing.trail[index + 1 : index + 2], self.standing.here]
        return position.visit == 0 and after[0] is not None and after[0].step in loop.do

    def _kind_reply(self, turn: Turn, index: int) -> list[Bubble]:
        """The fixed answer to words that may tell of harm: the first time only, so that nobody is told it all day."""
        practice = self.script.steps[turn.position.step].practice
        told = (one for one in self._before(turn) if not self.script.steps[one.position.step].practice)
        if not turn.given.noticed or any(one.given.noticed for one in told):
            return []
        lines = [
            self.words.script(context, words, self.values)
            for context, words in kind_reply(self.script.audience, self.script.may_be_unnamed, practice)
        ]
        return [Bubble("kind_reply", "\n".join(one.text for one in lines), lines[0].locale, index)]

    def _before(self, turn: Turn) -> Iterator[Turn]:
        for other in self.standing.replies():
            if other is turn:
                return
            yield other

    def _answer(self, turn: Turn, index: int) -> Bubble:
        position = str(turn.position)
        step = self.script.steps[turn.position.step]
        locale = turn.given.locale if turn.reply.text or turn.reply.people else self.words.locale
        changeable = can_change(self.script, self.standing, turn.position)
        if turn.reply.move is not Move.ANSWER:
            return Bubble("declined", "", self.words.locale, index, position, turn.reply.move, changeable)
        if step.reply is ReplyKind.READ_BACK:
            return Bubble("sent", "", self.words.locale, index, position)
        if turn.given.chair_only and self.standing.conversation.sent:
            return Bubble("for_chair", "", self.words.locale, index, position)
        text = answer_words(self.script, turn, self.words, self._values(turn.position))
        number = turn.reply.number if step.reply is ReplyKind.SCALE else None
        drawing = turn.reply.drawing
        return Bubble("answer", text, locale, index, position, Move.ANSWER, changeable, number, drawing)

    def ask(self, position: Position, changing: bool = False, read_back: bool = True) -> Ask:
        step = self.script.steps[position.step]
        first = position.round == 0
        asked = self._question(step, position)
        return Ask(
            position=str(position),
            kind=step.reply,
            text=asked.text,
            locale=asked.locale,
            simpler=self._phrase(step, position, "simpler", step.simpler) if step.simpler and first else None,
            why=self._phrase(step, position, "why", step.why) if step.why else None,
            options=self._options(step, position),
            ends=self._ends(step, position),
            moves=moves_for(step, position.round),
            read_back=self._read_back() if read_back and step.reply is ReplyKind.READ_BACK else (),
            changing=changing,
            current=self.standing.live.get(position) if changing else None,
            practice=step.practice,
            at_most=step.at_most,
            draw=step.draw and first,
            sharing=self._sharing() if step.sharing else (),
            context=step.context(self.script.id, "ask" if first else "more.ask"),
            about=self._values(position).get("worry", ""),
        )

    def _options(self, step: Step, position: Position) -> tuple[Option, ...]:
        choices: Sequence[Choice] = step.choices
        if step.reply is ReplyKind.PICTURES:
            choices = shuffled(choices, f"{self.standing.conversation.id}.{position}")
        options = []
        for choice in choices:
            phrase = self._phrase(step, position, f"choice.{choice.id}", choice.label)
            options.append(Option(choice.id, phrase.text, phrase.locale, choice.picture, choice.wordless))
        return tuple(options)

    def _sharing(self) -> tuple[Option, ...]:
        options = []
        for wish, source in SHARING.items():
            phrase = self.words.script(f"sharing.{wish}", source, self.values)
            options.append(Option(wish, phrase.text, phrase.locale))
        return tuple(options)

    def _ends(self, step: Step, position: Position) -> Ends | None:
        if step.scale is None:
            return None
        middle = step.scale.middle
        return Ends(
            self._phrase(step, position, "scale.low", step.scale.low),
            self._phrase(step, position, "scale.high", step.scale.high),
            None if middle is None else self._phrase(step, position, "scale.middle", middle),
        )

    def _read_back(self) -> tuple[Item, ...]:
        items = []
        for index, position in enumerate(self.standing.trail):
            step = self.script.steps[position.step]
            turn = self.standing.live.get(position)
            if turn is None or turn.reply.move is Move.NO_MORE or step.entry is None:
                continue
            asked = self._question(step, position)
            answer = self._answer(turn, index)
            for_chair = turn.given.chair_only
            items.append(Item(str(position), asked.text, asked.locale, answer, turn.given.about, for_chair))
        return tuple(items)

    def _question(self, step: Step, position: Position) -> Worded:
        if position.round == 0 or step.more is None:
            return self._phrase(step, position, "ask", step.ask or "")
        before = self.standing.live.get(position._replace(round=position.round - 1))
        own = {} if before is None else {"reply": quote(before.reply.text)}
        values = {**self._values(position), **own}
        return self.words.script(step.context(self.script.id, "more.ask"), step.more.ask, values)

    def _phrase(self, step: Step, position: Position, slot: str, source: str) -> Worded:
        return self.words.script(step.context(self.script.id, slot), source, self._values(position))

    def _values(self, position: Position) -> Mapping[str, str]:
        """What placeholders stand for here; inside `for_each` also the item it is about."""
        loop = self.script.loop_of(position.step)
        if loop is None:
            return self.values
        conversation = self.standing.conversation
        if loop.for_each == SETS:
            return {**self.values, **asdict(conversation.sets[position.visit])}
        source = self.script.steps[loop.for_each or ""]
        if source.reply is ReplyKind.PEOPLE:
            return {**self.values, "item": person_at(conversation, loop, position.visit)}
        choice = source.choices[position.visit]
        said = self.words.script(source.context(self.script.id, f"choice.{choice.id}"), choice.label, self.values)
        return {**self.values, "item": said.text}


def shuffled(choices: Sequence[Choice], seed: str) -> tuple[Choice, ...]:
    """The choices in an order that is this conversation's own and stays the same; those that name nothing stay last."""
    named = [choice for choice in choices if choice.id not in LEFT_OPEN]
    named.sort(key=lambda choice: hashlib.sha256(f"{seed}.{choice.id}".encode()).digest())
    return (*named, *(choice for choice in choices if choice.id in LEFT_OPEN))

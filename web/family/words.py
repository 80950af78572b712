"""The words for the ways to decline, and for each reason a reply cannot be taken. Kind, plain, and never a blame."""

from __future__ import annotations

from dialogs.conversation import Move
from dialogs.replies import LONGEST_NAME, MOST_PEOPLE, Refusal, Trouble
from i18n.messages import N_, Translator

WORDS = {
    Trouble.EMPTY: N_("There is nothing here yet. Write something, or tap one of the other buttons."),
    Trouble.NAME_TOO_LONG: N_("One of the names is very long. Please use {most} letters or fewer."),
    Trouble.TOO_MANY_PEOPLE: N_("There is room for {most} people here. You can tell your worker about the others."),
    Trouble.PICK_ONE: N_("Please pick one, or tap one of the other buttons."),
    Trouble.UNKNOWN_CHOICE: N_("We could not find what you picked. Please pick again."),
    Trouble.PICK_A_NUMBER: N_("Please pick a number from 0 to 10, or tap one of the other buttons."),
    Trouble.NOT_HERE: N_("That cannot be done at this question. Please try another button."),
    Trouble.ALREADY_SENT: N_(
        "Your answers have been sent, so they cannot be changed here. Tell your worker what to change."
    ),
    Trouble.DRAWING: N_("We could not keep that drawing. Please try again, or write it instead."),
    Trouble.OVER: N_("You have reached the end. There is nothing more to answer."),
    Trouble.ENOUGH: N_("You have told us a lot. Please read it through and send it now."),
}
DECLINED = {
    Move.SKIP: N_("Skipped for now"),
    Move.DONT_KNOW: N_("I don't know"),
    Move.RATHER_NOT: N_("I don't want to say"),
    Move.NOTHING: N_("Nothing right now"),
    Move.TAKE_OUT: N_("Taken out"),
    Move.NO_MORE: N_("That's all"),
}
"""How a question that was declined reads in what was said so far."""
DECLINE = {**DECLINED, Move.SKIP: N_("Skip for now")}
"""The same on the buttons."""
DROPPED = N_("We saved your answer. A few hidden marks that no screen can show were left out.")
CHANGED_ELSEWHERE = N_("This went on in another window. Here is where you are now. What you typed is kept below.")


def refusal_words(refusal: Refusal, words: Translator) -> str:
    """What the person is told about this refusal."""
    if refusal.trouble is Trouble.TOO_LONG:
        return words.count(
            "That is one letter too long. You can take a little out, or send the rest next.",
            "That is {n} letters too long. You can take some out, or send the rest next.",
            refusal.count,
        )
    if refusal.trouble is Trouble.TOO_MANY:
        return words.count("Please pick only {n}.", "Please pick {n} at most.", refusal.count)
    most = LONGEST_NAME if refusal.trouble is Trouble.NAME_TOO_LONG else MOST_PEOPLE
    return words.text(WORDS[refusal.trouble], most=words.number(most))

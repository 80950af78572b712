"""Feedback sent without a name: no page of the desk shows a word of it beside anybody, also right after it was sent."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from store.accounts import Account
from store.cases import CaseFile
from tests.web.conftest import Site
from tests.web.desking import TRANSCRIPTS, at_the_desk, play


def words_of(transcript: str) -> list[str]:
    """Everything that is typed in a transcript."""
    document = YAML(typ="safe", pure=True).load((TRANSCRIPTS / f"{transcript}.yaml").read_text(encoding="utf-8"))
    replies = [line["reply"] for line in document["conversation"] if "reply" in line]
    said = [reply if isinstance(reply, str) else reply.get("text", "") for reply in replies]
    return [words for words in said if len(words) > 8]


@pytest.mark.parametrize(("transcript", "person"), [("after_meeting.unnamed", 1), ("after_meeting_child.unnamed", 2)])
def test_no_page_of_the_desk_shows_a_word_of_it(
    site: Site, maja: Account, case_file: CaseFile, transcript: str, person: int
) -> None:
    said = words_of(transcript)
    assert said
    talk = play(site, maja, case_file, transcript, person)
    [sending] = site.services.feedback.all()
    assert [one for one in said if one in {each.words for each in sending.said}]
    desk = at_the_desk(site, maja)
    here = f"/desk/cases/{case_file.id}"
    for path in ("/desk", here, f"{here}/map", f"{here}/takeaway", f"{here}/talks/{talk}"):
        page = desk.get(path).text
        assert [words for words in said if words in page] == [], path
    assert desk.get(f"{here}/talks/{talk}").status_code == 404


def test_the_same_words_with_a_name_are_read_as_ever(site: Site, maja: Account, case_file: CaseFile) -> None:
    said = words_of("after_meeting.main")
    talk = play(site, maja, case_file, "after_meeting.main", 1)
    assert site.services.feedback.all() == ()
    page = at_the_desk(site, maja).get(f"/desk/cases/{case_file.id}/talks/{talk}").text
    assert [words for words in said if words in page]

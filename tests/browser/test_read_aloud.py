"""A question read by a person: a recorded clip from our own host, and no button where nobody and nothing can read."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.acting import Invitation, Server, asked, sit_down
from tests.browser.families import answer_up_to, decline, family_on
from tests.browser.serving import serving

QUESTION = "places_6_8.good_place.ask"
NO_VOICE = "Object.defineProperty(self, 'speechSynthesis', {configurable: true, value: undefined})"

WATCHED = """
self.done = [];
HTMLMediaElement.prototype.play = () => { done.push("play"); return Promise.resolve(); };
HTMLMediaElement.prototype.pause = () => done.push("pause");
"""
FAR_VOICE = """
self.spoken = [];
Object.defineProperty(self, "speechSynthesis", {configurable: true, value: {
  getVoices: () => [{name: "Elsewhere", lang: "en-GB", localService: false}],
  speak: (aloud) => spoken.push(aloud.text), cancel: () => {}, addEventListener: () => {},
}});
self.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Packs in which one question is recorded in English: a second of silence."""
    packs = tmp_path_factory.mktemp("packs")
    clip = packs / "en" / "clips" / f"{QUESTION}.wav"
    clip.parent.mkdir(parents=True)
    with wave.open(str(clip), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(2 * 8000))
    return packs


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory, packs: Path, elsewhere: str) -> Iterator[Server]:
    """A server with that clip."""
    with serving(tmp_path_factory.mktemp("recorded"), packs, elsewhere) as server:
        yield server


@pytest.fixture
def ali(recorded: Server, page: Page) -> Invitation:
    """Ali's way in, on a phone without any voice."""
    page.add_init_script(NO_VOICE)
    return family_on(recorded).invite("places_6_8")


def test_a_recorded_clip_is_played_from_our_own_host(page: Page, ali: Invitation) -> None:
    asked_for: list[Request] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked_for.append(request))
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    answer_up_to(ali, "good_place")
    sit_down(page, ali)
    button = page.get_by_role("button", name="Read it to me")
    with page.expect_response(f"**/clips/en/{QUESTION}") as played:
        button.click()
    assert played.value.status in (200, 206)
    assert played.value.headers["content-type"] == "audio/wav"
    expect(page.get_by_role("button", name="Read it to me")).to_be_visible()
    assert all(request.url.startswith(ali.server.url) for request in asked_for)
    assert complaints == []


def test_while_it_plays_the_button_stops_it(page: Page, ali: Invitation) -> None:
    answer_up_to(ali, "good_place")
    page.add_init_script(WATCHED)
    sit_down(page, ali)
    page.get_by_role("button", name="Read it to me").click()
    page.get_by_role("button", name="Stop reading").click()
    expect(page.get_by_role("button", name="Read it to me")).to_be_visible()
    assert page.evaluate("done") == ["play", "pause"]


def test_going_on_stops_the_clip(page: Page, ali: Invitation) -> None:
    answer_up_to(ali, "good_place")
    page.add_init_script(WATCHED)
    sit_down(page, ali)
    page.get_by_role("button", name="Read it to me").click()
    decline(page)
    asked(page, "good things in your life")
    assert page.evaluate("done") == ["play", "pause"]


def test_without_a_voice_and_without_a_clip_there_is_no_button(page: Page, ali: Invitation) -> None:
    answer_up_to(ali, "good_place")
    sit_down(page, ali)
    expect(page.get_by_role("button", name="Read it to me")).to_be_visible()
    decline(page)
    asked(page, "good things in your life")
    expect(page.locator("[data-read]")).to_be_hidden()


def test_a_clip_of_another_language_is_not_offered(page: Page, ali: Invitation) -> None:
    answer_up_to(ali, "good_place")
    sit_down(page, ali, locale="ar")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator("#question")).to_be_visible()
    expect(page.locator("[data-read]")).to_be_hidden()


def test_without_a_voice_the_simpler_wording_has_no_button_that_does_nothing(page: Page, ali: Invitation) -> None:
    """The clip is of the question. When its other wording is open and no voice can read that, nothing is offered."""
    answer_up_to(ali, "good_place")
    trouble: list[str] = []
    page.on("pageerror", lambda problem: trouble.append(str(problem)))
    sit_down(page, ali)
    page.get_by_text("Say it another way", exact=True).click()
    button = page.locator("[data-read]")
    if button.is_visible():
        button.click()
        expect(page.get_by_role("button", name="Stop reading")).to_be_visible()
    assert trouble == []


def test_a_voice_on_the_internet_never_reads_the_simpler_wording(page: Page, ali: Invitation) -> None:
    answer_up_to(ali, "good_place")
    page.add_init_script(FAR_VOICE)
    sit_down(page, ali)
    page.get_by_text("Say it another way", exact=True).click()
    button = page.locator("[data-read]")
    if button.is_visible():
        button.click()
    assert page.evaluate("spoken") == []

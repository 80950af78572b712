"""Sends a notice by e-mail or text message through GOV.UK Notify, with its official client if that is installed.

Both templates need ((body)); the one for e-mail takes ((subject)) as its subject.
"""

from __future__ import annotations

import importlib
import logging
import re
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from web.notifying.messages import Delivered, Kind, Message, NotDelivered, unsendable

NOTIFY = "https://api.notifications.service.gov.uk"

_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
KEY = re.compile(rf".*{_UUID}-{_UUID}")
"""A key ends in the service's id and the secret (https://docs.notifications.service.gov.uk/rest-api.html)."""

_CLIENT = "notifications_python_client"
_SAID = {
    400: "GOV.UK Notify would not take it (400): check the address, the template and whether the service is live",
    403: "GOV.UK Notify would not take the key (403): check the key and this server's clock",
    429: "GOV.UK Notify asks us to wait (429)",
}
_NO_SUCH_PLACE = NotDelivered("the address set for GOV.UK Notify cannot be used", again=False)


@dataclass(frozen=True, slots=True)
class Notify:
    """A GOV.UK Notify service. `base_url` has no path; `timeout` is seconds to connect, and again to answer."""

    api_key: str = field(repr=False)
    base_url: str = NOTIFY
    email_template: str = ""
    text_template: str = ""
    timeout: float = 10

    def send(self, message: Message) -> Delivered | NotDelivered:
        """Tries once. Taken by Notify counts as delivered; what happens on the way from there is on its dashboard.

        Notify keeps the reference but sends again what it is asked to send again: after a lost answer a person may
        get the same notice twice.
        """
        if (refused := self._cannot(message.kind) or unsendable(message)) is not None:
            return refused
        try:
            library = importlib.import_module(_CLIENT)
        except ImportError:
            return NotDelivered("the Notify client is not installed", again=False)
        # The client logs what Notify answers, and an answer may repeat an address.
        logging.getLogger(_CLIENT).setLevel(logging.CRITICAL)
        # Made anew each time: the client is not for several threads.
        client = library.NotificationsAPIClient(self.api_key, base_url=self.base_url, timeout=self.timeout)
        with closing(client.request_session) as session:
            session.max_redirects = 0
            try:
                answer = self._ask(client, message)
            except library.errors.APIError as trouble:
                return _why(trouble)
            except ValueError:
                return _NO_SUCH_PLACE
        if isinstance(answer, dict) and isinstance(answer.get("id"), str):
            return Delivered(answer["id"])
        return NotDelivered("something other than GOV.UK Notify answered", again=True)

    def _cannot(self, kind: Kind) -> NotDelivered | None:
        if not KEY.fullmatch(self.api_key):
            return NotDelivered("the Notify key is not one", again=False)
        if not self._template(kind):
            return NotDelivered(f"no Notify template is set for {kind}", again=False)
        return None

    def _template(self, kind: Kind) -> str:
        return self.email_template if kind == "email" else self.text_template

    def _ask(self, client: Any, message: Message) -> object:
        words = {"subject": message.subject, "body": message.body}
        ask = client.send_email_notification if message.kind == "email" else client.send_sms_notification
        return ask(message.to, self._template(message.kind), personalisation=words, reference=message.reference)


def _why(trouble: Any) -> NotDelivered:
    """What to say of the client's exception.

    Its status only: Notify asks callers not to read the words of its errors, and they may repeat an address.
    """
    if trouble.response is None:
        return _unreached(trouble.__cause__)
    status = int(trouble.response.status_code)
    if status < 300:
        return NotDelivered("something other than GOV.UK Notify answered", again=True)
    said = _SAID.get(status, f"GOV.UK Notify answered {status}")
    return NotDelivered(said, again=status in (408, 429) or status >= 500)


def _unreached(cause: BaseException | None) -> NotDelivered:
    web = importlib.import_module("requests.exceptions")
    if isinstance(cause, web.Timeout):
        return NotDelivered("GOV.UK Notify did not answer in time", again=True)
    if isinstance(cause, web.SSLError):
        return NotDelivered("the certificate of GOV.UK Notify is not one we trust", again=True)
    if isinstance(cause, ValueError):
        return _NO_SUCH_PLACE
    return NotDelivered("GOV.UK Notify could not be reached", again=True)

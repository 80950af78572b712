"""GOV.UK Notify for tests: checks who asks, and answers as the REST API's pages say it does
(https://docs.notifications.service.gov.uk/rest-api.html).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"duty-desk-{SERVICE}-{SECRET}"
EMAIL_TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
TEXT_TEMPLATE = "0bd4a1a5-2d3c-4a7e-9f5a-6d1f7f4b8e11"
SENT = "740e5834-3a29-46b4-9a6f-16142fde533a"
WHERE = {
    "/v2/notifications/email": ("email_address", EMAIL_TEMPLATE),
    "/v2/notifications/sms": ("phone_number", TEXT_TEMPLATE),
}
Answer = tuple[int, str, str]
"""Status, type of error, its words."""


@dataclass
class Ways:
    """How the service behaves: a fixed `answer`, raw bytes with a status, silence, or elsewhere."""

    answer: Answer | None = None
    raw: tuple[int, bytes] | None = None
    silent: bool = False
    moved_to: str = ""


@dataclass
class NotifyStandIn:
    """A running service. `asked` holds what came, path and fields, good or not."""

    url: str
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


@contextmanager
def notify_standin(ways: Ways) -> Iterator[NotifyStandIn]:
    """The service on a port of its own on 127.0.0.1, gone afterwards."""
    over = threading.Event()
    asked: list[tuple[str, dict[str, Any]]] = []

    class Asking(BaseHTTPRequestHandler):
        timeout = 20

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def do_POST(self) -> None:
            fields = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append((self.path, fields))
            if ways.silent:
                over.wait(20)
                return
            if ways.moved_to:
                self.send_response(307)
                self.send_header("Location", ways.moved_to)
                self.end_headers()
                return
            status, body = ways.raw or _answer(self.path, self.headers.get("Authorization", ""), fields, ways.answer)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Asking) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield NotifyStandIn(f"http://127.0.0.1:{server.server_address[1]}", asked)
        finally:
            over.set()
            server.shutdown()
            thread.join()


def _answer(path: str, bearer: str, fields: dict[str, Any], fixed: Answer | None) -> tuple[int, bytes]:
    """201 and the notification, or why not."""
    wrong = fixed or _wrong_key(bearer) or _wrong_words(path, fields)
    if wrong is not None:
        status, kind, words = wrong
        return status, json.dumps({"status_code": status, "errors": [{"error": kind, "message": words}]}).encode()
    sent = {
        "id": SENT,
        "reference": fields.get("reference"),
        "content": {"body": fields["personalisation"]["body"], "from_number": "DESK"},
        "uri": f"https://api.notifications.service.gov.uk/v2/notifications/{SENT}",
        "template": {"id": fields["template_id"], "version": 1, "uri": "https://api.notifications.service.gov.uk/v2/"},
    }
    return 201, json.dumps(sent).encode()


def _wrong_key(bearer: str) -> Answer | None:
    """What is wrong with the token: HS256 with the secret, made by the service less than 30 seconds ago."""
    word, _, token = bearer.partition(" ")
    parts = token.split(".")
    if word != "Bearer" or len(parts) != 3:
        return 401, "AuthError", "Unauthorized: authentication token must be provided"
    head, claims = (json.loads(_bytes(part)) for part in parts[:2])
    signed = hmac.new(SECRET.encode(), f"{parts[0]}.{parts[1]}".encode(), hashlib.sha256).digest()
    if head != {"typ": "JWT", "alg": "HS256"} or not hmac.compare_digest(signed, _bytes(parts[2])):
        return 403, "AuthError", "Invalid token: API key not found"
    if claims.get("iss") != SERVICE:
        return 403, "AuthError", "Invalid token: service not found"
    if abs(time.time() - claims.get("iat", 0)) > 30:
        return 403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds"
    return None


def _wrong_words(path: str, fields: dict[str, Any]) -> Answer | None:
    if path not in WHERE:
        return 404, "NotFound", "The requested URL was not found on the server"
    name, template = WHERE[path]
    if not isinstance(fields.get(name), str) or "nobody" in fields[name]:
        return 400, "ValidationError", f"{name} {fields.get(name)} is not a valid one"
    if fields.get("template_id") != template:
        return 400, "BadRequestError", "Template not found"
    missing = {"subject", "body"} - fields.get("personalisation", {}).keys()
    if missing:
        return 400, "BadRequestError", f"Missing personalisation: {', '.join(sorted(missing))}"
    return None


def _bytes(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))

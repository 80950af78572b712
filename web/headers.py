"""Response headers on every answer: a strict content policy, nothing kept, nothing framed, nothing told to other
sites.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, request

from web.settings import Settings

YEAR = 31_536_000


def policy(leave_to: str) -> str:
    """The content policy. Leaving posts a form and is sent on to another site, so that one origin may receive it."""
    away = urlsplit(leave_to)
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "media-src 'self'",
            "connect-src 'self'",
            f"form-action 'self' {away.scheme}://{away.netloc}",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types own-words",
        )
    )


def add_headers(app: Flask, settings: Settings) -> None:
    """Registers the headers on this app (OWASP ASVS 5.0: 3.4.1, 3.4.3, 3.4.5, 3.4.6, 14.3.2)."""
    fixed = {
        "Content-Security-Policy": policy(settings.leave_to),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
    }
    if settings.secure:
        fixed["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"

    @app.after_request
    def _add(response: Response) -> Response:
        if request.endpoint == "static":
            response.headers["X-Content-Type-Options"] = "nosniff"
            response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
            return response
        for name, value in fixed.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

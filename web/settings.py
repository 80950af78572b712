"""What an installation may set, each from an environment variable named OWN_WORDS_ and the field's name in capitals.

The README's table lists every one of them; a test holds the two together.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

HERE = Path(__file__).resolve().parent.parent
UUID_OR_NOTHING = r"^([0-9a-f-]{36})?$"


class Settings(BaseSettings):
    """Typed settings; a value that cannot be used stops the start with a sentence."""

    model_config = SettingsConfigDict(env_prefix="OWN_WORDS_", extra="ignore", frozen=True)

    instance: Path = Field(default=HERE / "instance", description="Folder for the database, keys and demo note")
    database_url: str = Field(default="", description="PostgreSQL address; empty means SQLite in the instance folder")
    public_url: str = Field(default="http://127.0.0.1:5000", description="The address people reach this server at")
    council_name: str = Field(default="Your council", description="The council's name on documents")
    council: str = Field(
        default="general",
        pattern="^[a-z][a-z0-9_]{0,39}$",
        description="Whose words and limits count: a file of review/councils",
    )
    team_name: str = Field(default="the children's team", description="Who reads what families send")
    nation: str = Field(
        default="england",
        pattern="^(england|wales|scotland|northern_ireland)$",
        description="Whose help numbers are shown",
    )
    reading_days: int = Field(default=2, ge=1, le=10, description="Working days within which a worker reads")
    unsent_days: int = Field(default=14, ge=1, le=90, description="Days after which unsent answers are deleted")
    invite_days: int = Field(default=14, ge=1, le=60, description="Days an invite can be used")
    idle_minutes: int = Field(default=10, ge=2, le=60, description="Minutes untouched before the PIN is asked again")
    leave_to: str = Field(default="https://www.bbc.co.uk/weather", description="Where Leave goes")
    duty_email: str = Field(default="", description="Who is told at once when somebody taps “I'm not safe”")
    duty_phone: str = Field(default="", description="The same by text message (GOV.UK Notify)")
    duty_hours: str = Field(default="", description="When somebody watches, as families read it")
    second_email: str = Field(default="", description="Who is told when nobody has answered the first")
    second_phone: str = Field(default="", description="The same by text message")
    second_after: int = Field(default=15, ge=1, le=240, description="Minutes until the second contact is told")
    smtp_host: str = Field(default="", description="Mail server that carries notices to staff; empty means none")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Its port: 587 for starttls, 465 for tls")
    smtp_tls: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the way to it is sealed; none only within one machine"
    )
    smtp_sender: str = Field(default="", description="Address notices come from; bounces go there")
    smtp_user: str = Field(default="", description="Name to sign in to the mail server with; empty means no sign-in")
    smtp_password: SecretStr = Field(default=SecretStr(""), description="Password to sign in to the mail server with")
    smtp_trusted: str = Field(default="", description="File of certificates it may be signed by")
    notify_key: SecretStr = Field(default=SecretStr(""), description="GOV.UK Notify API key; empty means no Notify")
    notify_url: str = Field(
        default="https://api.notifications.service.gov.uk",
        pattern=r"^(https://[^/\s]+|http://(127\.0\.0\.1|localhost)(:\d+)?)$",
        description="Where GOV.UK Notify is",
    )
    notify_email_template: str = Field(
        default="", pattern=UUID_OR_NOTHING, description="Notify template for e-mail, with ((subject)) and ((body))"
    )
    notify_text_template: str = Field(
        default="", pattern=UUID_OR_NOTHING, description="Notify template for text messages, with ((body))"
    )
    send_seconds: int = Field(default=10, ge=1, le=60, description="Seconds each step of sending a notice may take")
    background: bool = Field(default=True, description="Whether this process sends notices by itself")
    scripts: Path = Field(default=HERE / "dialogs" / "scripts", description="Folder with the conversations")
    replies_per_minute: int = Field(default=90, ge=10, description="Replies one sitting may send in a minute")
    threads: int = Field(default=400, ge=8, le=4000, description="Server threads; live pages take one each")
    most_sockets: int = Field(default=300, ge=1, le=3900, description="Live pages at once; more use plain pages")

    @property
    def secure(self) -> bool:
        """Whether people reach this server over TLS; decides cookie flags and HSTS."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the store."""
        return self.database_url or f"sqlite:///{self.instance / 'own_words.db'}"

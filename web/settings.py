"""What an installation may set, each from an environment variable named OWN_WORDS_ and the field's name in capitals.

The README's table lists every one of them; a test holds the two together.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

HERE = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Typed settings; a value that cannot be used stops the start with a sentence."""

    model_config = SettingsConfigDict(env_prefix="OWN_WORDS_", extra="ignore", frozen=True)

    instance: Path = Field(default=HERE / "instance", description="Folder for the database, keys and demo note")
    database_url: str = Field(default="", description="PostgreSQL address; empty means SQLite in the instance folder")
    public_url: str = Field(default="http://127.0.0.1:5000", description="The address people reach this server at")
    council_name: str = Field(default="Your council", description="The council's name on documents")
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

"""Letters by SMTP, as the operator configured it."""

from email.message import EmailMessage
from typing import Final

import aiosmtplib

from server.config import Config

SMTP_S: Final = 10.0


class MailAway(Exception):
    """The mail server could not be reached, or did not take the letter."""


class Mail:
    """One letter at a time. `configured` False: there is no mail server, and nothing can be sent."""

    def __init__(self, config: Config) -> None:
        self._config = config

    @property
    def configured(self) -> bool:
        return bool(self._config.smtp_host)

    async def send(self, address: str, subject: str, text: str) -> None:
        """Hand it over; raises MailAway."""
        config = self._config
        letter = EmailMessage()
        letter["From"] = config.smtp_from or f"no-reply@{config.smtp_host}"
        letter["To"] = address
        letter["Subject"] = subject
        letter.set_content(text)
        try:
            await aiosmtplib.send(
                letter,
                hostname=config.smtp_host,
                port=config.smtp_port,
                username=config.smtp_username,
                password=config.smtp_password,
                use_tls=config.smtp_security == "tls",
                start_tls=config.smtp_security == "starttls",
                timeout=SMTP_S,
            )
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise MailAway(type(error).__name__) from error

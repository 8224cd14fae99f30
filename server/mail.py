"""Letters by SMTP, as the operator configured it."""

from email.message import EmailMessage
from email.utils import formatdate
from typing import Final

import aiosmtplib

from server.config import Config

SMTP_S: Final = 10.0
NO_SUCH_MAILBOX: Final = frozenset({550, 551, 553})
"""RFC 5321 §4.2.3: the mailbox is not there, or its name cannot be."""
CALENDAR_NAME: Final = "调解会.ics"


class MailAway(Exception):
    """The mail server could not be reached, or did not take the letter."""


class MailUnwanted(MailAway):
    """There is no such mailbox: trying again is of no use."""


class Mail:
    """One letter at a time. `configured` False: there is no mail server, and nothing can be sent."""

    def __init__(self, config: Config) -> None:
        self._config = config

    @property
    def configured(self) -> bool:
        return bool(self._config.smtp_host)

    async def send(
        self, address: str, subject: str, text: str, *, calendar: str | None = None, name: str | None = None
    ) -> None:
        """Hand it over; raises MailAway and MailUnwanted.

        `name`: of this letter for ever, by which a mailbox knows one that came twice (RFC 5322 §3.6.4).
        """
        config = self._config
        letter = EmailMessage()
        letter["From"] = config.smtp_from or f"no-reply@{config.smtp_host}"
        letter["To"] = address
        letter["Subject"] = subject
        letter["Date"] = formatdate()
        if name is not None:
            letter["Message-ID"] = f"<{name}@{str(letter['From']).rpartition('@')[2]}>"
        letter.set_content(text)
        if calendar is not None:
            # As bytes: the ends of its lines are its own (RFC 5545 §3.1).
            said = {"charset": "utf-8"}
            letter.add_attachment(
                calendar.encode(), maintype="text", subtype="calendar", filename=CALENDAR_NAME, params=said
            )
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
        except aiosmtplib.SMTPRecipientsRefused as error:
            gone = all(each.code in NO_SUCH_MAILBOX for each in error.recipients)
            raise (MailUnwanted if gone else MailAway)(type(error).__name__) from error
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise MailAway(type(error).__name__) from error

"""Letters: the mail server as a carrier of messages."""

from server.mail import Mail, MailAway, MailUnwanted
from server.messages.carrier import Away, Unwanted
from server.storage.messages import Claimed


class Post:
    """`Carrier` by SMTP. A letter that went twice, for a crash in between, has the same Message-ID."""

    def __init__(self, mail: Mail) -> None:
        self._mail = mail

    async def carry(self, message: Claimed) -> None:
        """The mail server has it on return; raises Away or Unwanted."""
        said = message.content
        try:
            await self._mail.send(said.address, said.subject, said.text, calendar=said.calendar, name=message.id)
        except MailUnwanted as error:
            raise Unwanted("mail.no_such_mailbox") from error
        except MailAway as error:
            raise Away("mail.away") from error

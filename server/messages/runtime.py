"""Puts the ways of messages together, as the settings have them, and ends them in order. Nothing here decides."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime

import structlog

from rooms.ids import RoomId
from server.config import Config
from server.mail import Mail
from server.messages.carrier import Carrier, KeptHere
from server.messages.gateway import Gateway
from server.messages.messenger import Messenger
from server.messages.post import Post
from server.messages.postman import Postman
from server.storage.messages import Channel, Kind, MessageId
from server.stores import Stores

log = structlog.get_logger()


def carriers(config: Config, clock: Callable[[], datetime]) -> Iterator[tuple[Channel, Carrier]]:
    """The ways out; where none is configured, the outbox marked 模拟."""
    mail = Mail(config)
    if mail.configured:
        yield Channel.EMAIL, Post(mail)
    if config.sms_url is not None and config.sms_key is not None:
        yield Channel.SMS, Gateway(config.sms_url, config.sms_key, clock)
    if not mail.configured and config.sms_url is None:
        yield Channel.OUTBOX, KeptHere()


class Messages:
    """The port, and the postmen behind it."""

    def __init__(self, config: Config, stores: Stores, clock: Callable[[], datetime]) -> None:
        ways = dict(carriers(config, clock))
        bells = {channel: asyncio.Event() for channel in ways}
        self.messenger = Messenger(stores.messages, bells, clock)
        self._store = stores.messages
        self._listeners: list[Callable[[RoomId], Awaitable[None]]] = []
        self._postmen = tuple(
            Postman(channel, carrier, stores.messages, clock, bells[channel], self.changed)
            for channel, carrier in ways.items()
        )

    def tell(self, listener: Callable[[RoomId], Awaitable[None]]) -> None:
        """`listener` hears of each room in which a code has come further, or has not."""
        self._listeners.append(listener)

    async def changed(self, message: MessageId) -> None:
        """Something is known of that message that was not; one that tells nobody waits for no listener."""
        progress = await self._store.progress(message)
        if progress is None or progress.kind is not Kind.CODE or progress.room is None:
            return
        for listener in self._listeners:
            try:
                await listener(progress.room)
            except Exception:
                log.exception("messages.untold", id=message)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Messages go as long as this is held."""
        tasks = [asyncio.create_task(postman.run()) for postman in self._postmen]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

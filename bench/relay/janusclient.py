"""A client of a full ICE agent: it has a candidate, answers checks, and waits with DTLS until the agent is ready."""

import asyncio
import re
from dataclasses import replace

from aioice import stun

from bench.relay.clients import OTHERS, Client
from bench.relay.refusals import Refused

FLIGHT_SECONDS = 0.02
FLIGHTS = 250
"""Janus hears no DTLS before its own checks are done, so the first flight goes out again and again."""


class JanusClient(Client):
    """One of the two connections of a person at Janus: the one that sends, or the one that receives."""

    def __init__(self, ip: str, profiles: bytes, *, sends: bool) -> None:
        super().__init__(sends=sends, receives=0 if sends else OTHERS, ip=ip, profiles=profiles)
        self._flight: list[bytes] = []
        self._is_answered = False

    def section(self, mid: int, setup: str) -> list[str]:
        """With our only candidate, and always as the DTLS client."""
        del setup
        candidate = f"a=candidate:1 1 udp 2130706431 {self.ip} {self.address[1]} typ host"
        return [*super().section(mid, "active"), candidate, "a=end-of-candidates"]

    def answer_to(self, offer: str) -> str:
        """An answer to Janus' offer: its lines in its order, all accepted."""
        self.kinds = re.findall(r"m=(audio|video) ", offer)
        return self.offer()

    def take(self, text: str) -> None:
        """Janus' port is in its candidates."""
        super().take(text)
        found = re.search(r"a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ host", text)
        if found is None or found[1] != self.ip:
            raise Refused(f"Janus has no candidate at {self.ip}.")
        self.answer = replace(self.answer, port=int(found[2]))

    async def connect(self, text: str) -> None:
        """Who offered nominates (RFC 8445 §6.1.1)."""
        self.take(text)
        offered = "sendonly" in self.directions
        role = "ICE-CONTROLLING" if offered else "ICE-CONTROLLED"
        await self.check(nominate=offered, attributes={role: 7})
        await self.shake()

    async def send_raw(self, datagram: bytes) -> None:
        """To Janus' candidate; the first flight of DTLS is kept."""
        if 20 <= datagram[0] <= 63 and not self._is_answered:
            self._flight.append(datagram)
        self.socket.sendto(datagram, (self.ip, self.answer.port))

    async def receive_raw(self) -> bytes:
        """The next datagram that is no check of Janus'; those are answered."""
        for _ in range(FLIGHTS):
            try:
                async with asyncio.timeout(FLIGHT_SECONDS):
                    datagram = await super().receive_raw()
            except TimeoutError:
                for sent in self._flight:
                    self.socket.sendto(sent, (self.ip, self.answer.port))
                continue
            if 20 <= datagram[0] <= 63:
                self._flight, self._is_answered = [], True
            if datagram[0] >= 4 or not self._replied(datagram):
                return datagram
        raise TimeoutError

    def _replied(self, datagram: bytes) -> bool:
        asked = stun.parse_message(datagram)
        if asked.message_class is not stun.Class.REQUEST:
            return False
        reply = stun.Message(asked.message_method, stun.Class.RESPONSE, transaction_id=asked.transaction_id)
        reply.attributes["XOR-MAPPED-ADDRESS"] = (self.ip, self.answer.port)
        reply.add_message_integrity(self.password.encode())
        self.socket.sendto(bytes(reply), (self.ip, self.answer.port))
        return True

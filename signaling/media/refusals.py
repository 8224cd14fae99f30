"""What a client is told when its SDP offer cannot be answered.

SdpRefused        the client's fault: `code` for programs, one sentence in Chinese and one in English for people
"""


class SdpRefused(Exception):
    """An offer was refused; nothing changed. `code` is stable and starts with `sdp-`."""

    def __init__(self, code: str, message_zh: str, message_en: str) -> None:
        super().__init__(code)
        self.code = code
        self.message_zh = message_zh
        self.message_en = message_en

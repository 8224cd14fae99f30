"""DER as a tree one can edit: what a forger's tool would be."""

from dataclasses import dataclass

CONSTRUCTED = 0x20


@dataclass
class Element:
    """`parts` of a constructed one, `value` of a primitive one."""

    tag: int
    value: bytes
    parts: "list[Element]"

    def bytes(self) -> bytes:
        value = b"".join(part.bytes() for part in self.parts) if self.tag & CONSTRUCTED else self.value
        if len(value) < 0x80:
            return bytes((self.tag, len(value))) + value
        length = len(value).to_bytes((len(value).bit_length() + 7) // 8)
        return bytes((self.tag, 0x80 | len(length))) + length + value


def parsed(data: bytes) -> Element:
    [element] = elements(data)
    return element


def elements(data: bytes) -> list[Element]:
    found = []
    while data:
        octets = data[1] & 0x7F if data[1] & 0x80 else 0
        size = int.from_bytes(data[2 : 2 + octets]) if octets else data[1]
        value, data, tag = data[2 + octets : 2 + octets + size], data[2 + octets + size :], data[0]
        found.append(Element(tag, value, elements(value) if tag & CONSTRUCTED else []))
    return found

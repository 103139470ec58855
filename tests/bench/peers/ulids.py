"""ULIDs, kept in uuid columns: 128 bits, 26 characters of Crockford's base 32."""

import os
import time
import uuid

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {c: i for i, c in enumerate(ALPHABET)}
# Two characters at a time.
_PAIRS = [a + b for a in ALPHABET for b in ALPHABET]
_SHIFTS = range(120, -1, -10)


def to_text(value: uuid.UUID) -> str:
    bits = value.int
    return "".join([_PAIRS[(bits >> shift) & 1023] for shift in _SHIFTS])


def to_uuid(text: str) -> uuid.UUID | None:
    """None unless the text is a ULID."""
    if len(text) != 26 or text[0] > "7":
        return None
    bits = 0
    for character in text:
        value = _VALUES.get(character)
        if value is None:
            return None
        bits = bits << 5 | value
    return uuid.UUID(int=bits)


def new() -> uuid.UUID:
    return uuid.UUID(bytes=int(time.time() * 1000).to_bytes(6, "big") + os.urandom(10))

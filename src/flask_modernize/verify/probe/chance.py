"""Random numbers that are the same in every run."""

from __future__ import annotations

import base64
import os
import random
from typing import Any

from flask_modernize.verify.probe.world import WORLD


def drawn_bytes(count: int) -> bytes:
    drawn = bytes(WORLD.random.getrandbits(8) for _ in range(count))
    WORLD.drawn.append(drawn)
    return drawn


def settle_random_numbers() -> None:
    WORLD.random.seed(0)
    system: Any = os
    system.urandom = drawn_bytes
    module: Any = random
    module._urandom = drawn_bytes
    # Whoever asks for a seed that nobody knows gets one of the run: `random.seed()`, and `random.Random()` as Faker's.
    module.Random.seed = seeded
    module.seed = module._inst.seed
    random.seed(0)


_SEED = random.Random.seed


def seeded(self: random.Random, a: Any = None, version: int = 2) -> None:
    """Stands in for `random.Random.seed`."""
    if a is None and self is not WORLD.random:
        WORLD.unseeded.add(self)
        a = WORLD.number
    _SEED(self, a, version)


def is_drawn(value: Any) -> bool:
    """Whether a value was made from random bytes in this run, as `secrets` and `uuid` do."""
    if isinstance(value, bytes):
        return len(value) >= 8 and value in WORLD.drawn
    if isinstance(value, str) and len(value) >= 8:
        forms = (lambda b: b.hex(), lambda b: base64.urlsafe_b64encode(b).rstrip(b"=").decode())
        return any(
            form(drawn) == value.replace("-", "") or form(drawn) == value for drawn in WORLD.drawn for form in forms
        )
    return False

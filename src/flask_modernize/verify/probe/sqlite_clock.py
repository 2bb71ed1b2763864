"""What SQLite says when it is asked for the time: what the clock of the run says."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from flask_modernize.verify.probe.world import WORLD

KEYWORDS = {"current_timestamp": "datetime", "current_date": "date", "current_time": "time"}
POSITION = {"datetime": 0, "date": 0, "time": 0, "julianday": 0, "unixepoch": 0, "strftime": 1}
"""Functions of time, and which of their arguments is one."""

# SQLite's own functions: the clock is frozen in the connections of the application only.
_REAL = sqlite3.connect


def set_clock(connection: Any) -> None:
    """Puts functions of the same names before those that ask the system."""
    if WORLD.clock is None:
        return
    plain = _REAL(":memory:", check_same_thread=False)

    def answering(function: str) -> Any:
        def answer(*arguments: Any) -> Any:
            position = POSITION[function]
            given = list(arguments) if len(arguments) > position else [*arguments, "now"]
            if str(given[position]).lower() == "now" and WORLD.clock is not None:
                given[position] = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(WORLD.clock))
            places = ", ".join("?" for _ in given)
            return plain.execute(f"SELECT {function}({places})", given).fetchone()[0]

        return answer

    for keyword, function in KEYWORDS.items():
        connection.create_function(keyword, 0, answering(function))
    for function in POSITION:
        connection.create_function(function, -1, answering(function))

"""A clock that is the same in every run: it stands still within a request."""

from __future__ import annotations

import copyreg
import datetime
import threading
import time
from typing import Any

from flask_modernize.verify.probe.world import WORLD

REAL_DATETIME, REAL_DATE = datetime.datetime, datetime.date

REAL_TIME, REAL_SLEEP = time.time, time.sleep

REAL_GMTIME, REAL_LOCALTIME = time.gmtime, time.localtime


def now() -> float:
    return REAL_TIME() if WORLD.clock is None else WORLD.clock


class _Stand(type):
    """Makes values of the real class pass for values of its stand-in."""

    def __instancecheck__(cls, value: Any) -> bool:
        real = cls.__dict__.get("real")
        return isinstance(value, real) if real else type.__instancecheck__(cls, value)

    def __subclasscheck__(cls, other: type) -> bool:
        real = cls.__dict__.get("real")
        return issubclass(other, real) if real else type.__subclasscheck__(cls, other)


class FrozenDatetime(datetime.datetime, metaclass=_Stand):
    real = REAL_DATETIME

    def __new__(cls, *args: Any, **keywords: Any) -> Any:
        return REAL_DATETIME.__new__(REAL_DATETIME if cls is FrozenDatetime else cls, *args, **keywords)

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return cls.fromtimestamp(now(), tz)

    @classmethod
    def utcnow(cls) -> Any:
        return cls.fromtimestamp(now(), datetime.timezone.utc).replace(tzinfo=None)

    @classmethod
    def today(cls) -> Any:
        return cls.fromtimestamp(now())


class FrozenDate(datetime.date, metaclass=_Stand):
    real = REAL_DATE

    def __new__(cls, *args: Any, **keywords: Any) -> Any:
        return REAL_DATE.__new__(REAL_DATE if cls is FrozenDate else cls, *args, **keywords)

    @classmethod
    def today(cls) -> Any:
        return cls.fromtimestamp(now())


def freeze_clock() -> None:
    """Time stands still within a request; sleeping moves it on at once."""
    for stand, real in ((FrozenDatetime, REAL_DATETIME), (FrozenDate, REAL_DATE)):
        stand.__name__ = stand.__qualname__ = real.__name__
        stand.__module__ = "datetime"
    # A value of the real class is pickled by the name of its class, which now means the stand-in.
    register: Any = copyreg.pickle
    register(REAL_DATETIME, lambda value: (FrozenDatetime, value.__reduce_ex__(2)[1]))
    register(REAL_DATE, lambda value: (FrozenDate, value.__reduce_ex__(2)[1]))
    module: Any = datetime
    module.datetime, module.date = FrozenDatetime, FrozenDate
    clock: Any = time
    clock.time = now
    clock.time_ns = lambda: int(now() * 1_000_000_000)
    clock.gmtime = lambda seconds=None: REAL_GMTIME(now() if seconds is None else seconds)
    clock.localtime = lambda seconds=None: REAL_LOCALTIME(now() if seconds is None else seconds)
    real_strftime, real_ctime = time.strftime, time.ctime
    clock.strftime = lambda form, value=None: real_strftime(form, REAL_LOCALTIME(now()) if value is None else value)
    clock.ctime = lambda seconds=None: real_ctime(now() if seconds is None else seconds)
    clock.sleep = sleep


def sleep(seconds: float) -> None:
    if WORLD.clock is None or threading.current_thread() is not threading.main_thread():
        REAL_SLEEP(seconds)
    else:
        WORLD.clock += seconds

"""How long the application may take, and how much memory."""

from __future__ import annotations

import contextlib
import signal
import threading
from typing import Any, Iterator

from flask_modernize.verify.probe.world import Job


def limit_resources(job: Job) -> None:
    """Of memory so much as the job may have; no dumps when the process crashes."""
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (job.memory, job.memory))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class TooLong(BaseException):
    """A request, or the whole job, took longer than it may. No `except Exception` of the application stops it."""


@contextlib.contextmanager
def time_limit(processor: float, clock: float) -> Iterator[None]:
    """Raises TooLong after so many seconds of the processor, or on the clock."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: Any) -> None:
        raise TooLong()

    timers = (
        (signal.ITIMER_PROF, signal.SIGPROF, processor),
        (signal.ITIMER_REAL, signal.SIGALRM, clock),
    )
    previous = [signal.signal(number, stop) for _, number, _ in timers]
    for timer, _, seconds in timers:
        signal.setitimer(timer, seconds)
    try:
        yield
    finally:
        for (timer, number, _), handler in zip(timers, previous):
            signal.setitimer(timer, 0)
            signal.signal(number, handler)


@contextlib.contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Ends this process's work from outside of the main thread's reach: SIGALRM belongs to the requests."""

    def stop() -> None:
        if hasattr(signal, "pthread_kill") and main.ident is not None:
            signal.pthread_kill(main.ident, signal.SIGUSR1)

    def raise_(number: int, frame: Any) -> None:
        raise TooLong()

    main = threading.main_thread()
    if hasattr(signal, "SIGUSR1"):
        signal.signal(signal.SIGUSR1, raise_)
    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()

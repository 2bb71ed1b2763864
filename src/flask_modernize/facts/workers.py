"""A pool of forked workers that hand back plain data: no module to import, nothing to pickle, no thread.

Each worker begins with a stretch of its own, in small pieces, so that what is near goes to the same one; whoever is
done helps where most is left, from the end of it. With each piece it is told what the others came to know meanwhile. A
worker that dies costs only its unfinished items, which are done again one by one.
"""

from __future__ import annotations

import gc
import marshal
import os
import selectors
import signal
import struct
import warnings
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")

PIECES_OF_REST = 6
"""A piece is this part of what is left of a stretch: large ones first, and small ones so that all end together."""

_TICKET = struct.Struct("<iiQ")
"""First item, the one behind the last, size of the tidings that follow."""
_HEADER = struct.Struct("<iiQQ")
"""The same two, size of the answers, size of the news."""


@dataclass(frozen=True, slots=True)
class Gossip:
    """What workers tell each other while they work."""

    news: Callable[[], bytes]
    """What came to be known in this process since this was last asked."""
    hear: Callable[[bytes], None]
    """Takes in what came to be known elsewhere."""


@dataclass(frozen=True, slots=True)
class Job(Generic[Item, Answer]):
    """What is to be done: ``work`` of some items gives their answers."""

    work: Callable[[Sequence[Item]], list[Answer]]
    items: Sequence[Item]
    gossip: Gossip | None = None
    weights: Sequence[int] | None = None
    """About how much work each item is; None: all are alike."""


def run_forked(job: Job[Item, Answer], jobs: int, lost: Callable[[Item], Answer]) -> list[Answer]:
    """The answers for all items, in order, worked out by ``jobs`` forked processes; in this one where there is no fork.

    Answers travel by :mod:`marshal`: named tuples arrive as plain ones. ``lost`` gives the answer for an item on which
    a worker dies, and dies again when that item is all it is given.
    """
    if not hasattr(os, "fork"):
        return job.work(job.items)
    answers: list[list[Answer]] = [[] for _ in job.items]
    _serve(job, _Shares(job.weights or [1] * len(job.items), jobs), answers)
    found = []
    for number, item in enumerate(job.items):
        if not answers[number]:
            _serve(job, _Shares([1], 1, number), answers)
        found += answers[number] or [lost(item)]
    return found


class _Shares:
    """Which items are still to be handed out: one stretch for each worker."""

    def __init__(self, weights: Sequence[int], workers: int, first: int = 0) -> None:
        self.first = first
        self._sums = [0, *accumulate(max(1, weight) for weight in weights)]
        ends = [bisect_left(self._sums, self._sums[-1] * each // workers) for each in range(workers + 1)]
        self._stretches = [[start, stop] for start, stop in pairwise(ends)]

    def __len__(self) -> int:
        """How many workers there is something for."""
        return len([start for start, stop in self._stretches if start < stop])

    def take(self, worker: int) -> tuple[int, int] | None:
        """The next items for a worker: the first one, and that behind the last; None when all are handed out."""
        stretch = self._stretches[worker]
        own = stretch[0] < stretch[1]
        if not own:
            stretch = max(self._stretches, key=self._weight)
        start, stop = stretch
        if start >= stop:
            return None
        piece = self._weight(stretch) // PIECES_OF_REST
        if own:
            stretch[0] = max(start + 1, bisect_left(self._sums, self._sums[start] + piece + 1, start, stop + 1) - 1)
            return self.first + start, self.first + stretch[0]
        stretch[1] = min(stop - 1, bisect_left(self._sums, self._sums[stop] - piece, start, stop))
        return self.first + stretch[1], self.first + stop

    def _weight(self, stretch: list[int]) -> int:
        return self._sums[stretch[1]] - self._sums[stretch[0]]


@dataclass(slots=True, eq=False)
class _Worker:
    """A worker as it is seen from the process that forked it."""

    number: int
    pid: int
    tickets: int
    """Descriptor that it is given work by; -1 when that is closed."""
    answers: int
    """Descriptor that it answers by."""
    unsent: bytearray = field(default_factory=bytearray)
    unread: bytearray = field(default_factory=bytearray)
    tidings: list[bytes] = field(default_factory=list)
    """What others came to know, and this one is not told so far."""


def _serve(job: Job[Item, Answer], shares: _Shares, answers: list[list[Answer]]) -> None:
    """Starts the workers, hands out work, and takes in answers until every worker has gone."""
    workers: list[_Worker] = []
    try:
        for number in range(len(shares)):
            workers.append(_start(job, number, workers))
        _Exchange(job, shares, answers, workers).run()
    finally:
        for worker in workers:
            _close_tickets(worker)
            os.close(worker.answers)
            _end(worker.pid)


def _start(job: Job[Item, Answer], number: int, others: Sequence[_Worker]) -> _Worker:
    """Forks one worker."""
    tickets_in, tickets_out = os.pipe()
    answers_in, answers_out = os.pipe()
    with warnings.catch_warnings():
        # Forking beside a progress thread is warned about; the child runs nothing that could wait for that thread.
        warnings.simplefilter("ignore")
        pid = os.fork()
    if pid:
        os.close(tickets_in)
        os.close(answers_out)
        os.set_blocking(tickets_out, False)
        return _Worker(number, pid, tickets_out, answers_in)
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        gc.freeze()  # what was there before is no garbage, and looking at it would copy it
        for end in (tickets_out, answers_in, *(end for each in others for end in (each.tickets, each.answers))):
            os.close(end)
        _work(job, tickets_in, answers_out)
        status = 0
    finally:
        # Neither exit handlers nor buffers of the parent are the child's to run.
        os._exit(status)
    raise AssertionError("unreachable")


def _work(job: Job[Item, Answer], tickets: int, out: int) -> None:
    """What a worker does: pieces of work until there are no more tickets."""
    while ticket := _read(tickets, _TICKET.size):
        start, stop, size = _TICKET.unpack(ticket)
        if size and job.gossip is not None:
            for each in marshal.loads(_read(tickets, size)):
                job.gossip.hear(each)
        answers = marshal.dumps([_plain(each) for each in job.work(job.items[start:stop])])
        news = job.gossip.news() if job.gossip is not None else b""
        _write_all(out, b"".join((_HEADER.pack(start, stop, len(answers), len(news)), answers, news)))


def _read(source: int, size: int) -> bytes:
    """So many bytes; none when the other side has gone."""
    pieces = []
    while size:
        piece = os.read(source, size)
        if not piece:
            return b""
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _plain(value: object) -> object:
    """Named tuples as tuples, which is all that marshal takes."""
    if isinstance(value, tuple):
        return tuple([_plain(each) for each in value])
    return value


def _write_all(out: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(out, view) :]


class _Exchange(Generic[Item, Answer]):
    """Hands out tickets and takes in answers, whichever is ready."""

    def __init__(
        self, job: Job[Item, Answer], shares: _Shares, answers: list[list[Answer]], workers: Sequence[_Worker]
    ) -> None:
        self._gossip = job.gossip
        self._shares = shares
        self._answers = answers
        self._workers = workers

    def run(self) -> None:
        """Returns when every worker closed its pipe."""
        with selectors.DefaultSelector() as selector:
            for worker in self._workers:
                selector.register(worker.answers, selectors.EVENT_READ, worker)
                self._hand_out(worker, selector)
            waiting = len(self._workers)
            while waiting:
                for key, _ in selector.select():
                    worker = key.data
                    if key.fd != worker.answers:
                        selector.unregister(key.fd)
                        self._send(worker, selector)
                        continue
                    data = os.read(key.fd, 1 << 20)
                    worker.unread += data
                    if not data:
                        selector.unregister(key.fd)
                        waiting -= 1
                    self._take_in(worker, selector)

    def _hand_out(self, worker: _Worker, selector: selectors.BaseSelector) -> None:
        """The next ticket; the end of the tickets is what tells a worker to go home."""
        piece = self._shares.take(worker.number)
        if piece is None:
            _close_tickets(worker)
            return
        tidings = marshal.dumps(worker.tidings) if worker.tidings else b""
        worker.tidings.clear()
        worker.unsent += _TICKET.pack(*piece, len(tidings)) + tidings
        self._send(worker, selector)

    def _send(self, worker: _Worker, selector: selectors.BaseSelector) -> None:
        """Sends what the pipe takes, and the rest when it takes more."""
        try:
            del worker.unsent[: os.write(worker.tickets, worker.unsent)]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            return  # it died: its other pipe says so
        if worker.unsent:
            selector.register(worker.tickets, selectors.EVENT_WRITE, worker)

    def _take_in(self, worker: _Worker, selector: selectors.BaseSelector) -> None:
        """The answers that a worker has given in full."""
        buffer = worker.unread
        while len(buffer) >= _HEADER.size:
            start, stop, size, size_of_news = _HEADER.unpack_from(buffer)
            behind = _HEADER.size + size
            if len(buffer) < behind + size_of_news:
                return
            self._hand_out(worker, selector)
            found = marshal.loads(buffer[_HEADER.size : behind])
            self._answers[start:stop] = [[each] for each in found]
            news = bytes(buffer[behind : behind + size_of_news])
            del buffer[: behind + size_of_news]
            if news and self._gossip is not None:
                self._gossip.hear(news)
                for other in self._workers:
                    if other is not worker:
                        other.tidings.append(news)


def _close_tickets(worker: _Worker) -> None:
    if worker.tickets >= 0:
        os.close(worker.tickets)
        worker.tickets = -1


def _end(pid: int) -> None:
    """Makes sure that a worker is gone; it usually is."""
    try:
        finished, _ = os.waitpid(pid, os.WNOHANG)
        if not finished:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    except (ChildProcessError, ProcessLookupError):
        return

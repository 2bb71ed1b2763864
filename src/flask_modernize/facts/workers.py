"""A pool of forked workers that hand back plain data: no module to import, nothing to pickle, no thread.

Work is handed out through one pipe, so that a worker with small files takes more of them; answers come back through one
pipe per worker. A worker that dies costs only its unfinished items, which are done again one by one.
"""

from __future__ import annotations

import marshal
import os
import selectors
import signal
import struct
import warnings
from collections.abc import Callable, Sequence
from io import FileIO
from typing import TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer", bound=tuple[object, ...])

_TICKET = struct.Struct("<i")
_HEADER = struct.Struct("<iQ")


def run_forked(
    work: Callable[[Sequence[Item]], list[Answer]],
    chunks: Sequence[Sequence[Item]],
    jobs: int,
    lost: Callable[[Item], Answer],
) -> list[list[Answer]]:
    """``work`` of every chunk, in order, done by ``jobs`` forked processes; in this process where there is no fork.

    Answers travel by :mod:`marshal`: named tuples arrive as plain ones. ``lost`` gives the answer for an item on which
    a worker dies, and dies again when that item is all it is given.
    """
    if not hasattr(os, "fork"):
        return [work(chunk) for chunk in chunks]
    answers = _pool(work, chunks, min(jobs, len(chunks)))
    return [
        answer if answer is not None else _one_by_one(work, chunk, lost)
        for chunk, answer in zip(chunks, answers, strict=True)
    ]


def _one_by_one(
    work: Callable[[Sequence[Item]], list[Answer]], chunk: Sequence[Item], lost: Callable[[Item], Answer]
) -> list[Answer]:
    alone = _pool(work, [[item] for item in chunk], 1, restart=True)
    return [answer[0] if answer is not None else lost(item) for item, answer in zip(chunk, alone, strict=True)]


def _pool(
    work: Callable[[Sequence[Item]], list[Answer]],
    chunks: Sequence[Sequence[Item]],
    jobs: int,
    *,
    restart: bool = False,
) -> list[list[Answer] | None]:
    """The answers of those chunks that a worker lived to answer. ``restart``: a new worker for each chunk."""
    answers: list[list[Answer] | None] = [None] * len(chunks)
    if restart:
        for number in range(len(chunks)):
            _serve(work, chunks, [number], 1, answers)
    else:
        _serve(work, chunks, range(len(chunks)), jobs, answers)
    return answers


def _serve(
    work: Callable[[Sequence[Item]], list[Answer]],
    chunks: Sequence[Sequence[Item]],
    numbers: Sequence[int],
    jobs: int,
    answers: list[list[Answer] | None],
) -> None:
    """Starts the workers, hands out the numbers of the chunks, and reads answers until every worker has gone."""
    tickets_in, tickets_out = (FileIO(end, mode) for end, mode in zip(os.pipe(), "rw", strict=True))
    workers: dict[int, int] = {}
    try:
        for _ in range(jobs):
            pid, answer_in = _start(work, chunks, tickets_in, tickets_out)
            workers[answer_in] = pid
        tickets_in.close()
        _exchange(tickets_out, numbers, workers, answers)
    finally:
        tickets_in.close()
        tickets_out.close()
        for answer_in, pid in workers.items():
            os.close(answer_in)
            _end(pid)


def _start(
    work: Callable[[Sequence[Item]], list[Answer]],
    chunks: Sequence[Sequence[Item]],
    tickets_in: FileIO,
    tickets_out: FileIO,
) -> tuple[int, int]:
    """Forks one worker: (process id, descriptor to read its answers from)."""
    answer_in, answer_out = os.pipe()
    with warnings.catch_warnings():
        # Forking beside a progress thread is warned about; the child runs nothing that could wait for that thread.
        warnings.simplefilter("ignore")
        pid = os.fork()
    if pid:
        os.close(answer_out)
        return pid, answer_in
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.close(answer_in)
        tickets_out.close()
        _work(work, chunks, tickets_in.fileno(), answer_out)
        status = 0
    finally:
        # Neither exit handlers nor buffers of the parent are the child's to run.
        os._exit(status)
    raise AssertionError("unreachable")


def _work(
    work: Callable[[Sequence[Item]], list[Answer]], chunks: Sequence[Sequence[Item]], tickets: int, out: int
) -> None:
    while True:
        ticket = os.read(tickets, _TICKET.size)
        if len(ticket) < _TICKET.size:
            return
        (number,) = _TICKET.unpack(ticket)
        answer = marshal.dumps([_plain(each) for each in work(chunks[number])])
        _write_all(out, _HEADER.pack(number, len(answer)) + answer)


def _plain(value: object) -> object:
    """Named tuples as tuples, which is all that marshal takes."""
    if isinstance(value, tuple):
        return tuple([_plain(each) for each in value])
    return value


def _write_all(out: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(out, view) :]


def _exchange(
    tickets: FileIO, numbers: Sequence[int], workers: dict[int, int], answers: list[list[Answer] | None]
) -> None:
    """Feeds the tickets and takes in the answers, whichever is ready; returns when every worker closed its pipe."""
    waiting = b"".join(_TICKET.pack(number) for number in numbers)
    buffers = {answer_in: bytearray() for answer_in in workers}
    with selectors.DefaultSelector() as selector:
        os.set_blocking(tickets.fileno(), False)
        selector.register(tickets, selectors.EVENT_WRITE)
        for answer_in in workers:
            selector.register(answer_in, selectors.EVENT_READ)
        open_pipes = len(workers)
        while open_pipes:
            for key, _ in selector.select():
                if key.fileobj is tickets:
                    waiting = _feed(tickets, waiting)
                    if not waiting:
                        # The end of the tickets is what tells a worker to go home.
                        selector.unregister(tickets)
                        tickets.close()
                    continue
                data = os.read(key.fd, 1 << 20)
                if not data:
                    selector.unregister(key.fd)
                    open_pipes -= 1
                buffers[key.fd] += data
                _take(buffers[key.fd], answers)


def _feed(tickets: FileIO, waiting: bytes) -> bytes:
    """Writes what the pipe takes, in whole tickets; returns the rest (nothing when all readers are gone)."""
    try:
        written = tickets.write(waiting[: 256 * _TICKET.size])
    except BrokenPipeError:
        return b""
    return waiting if written is None else waiting[written:]


def _take(buffer: bytearray, answers: list[list[Answer] | None]) -> None:
    """Moves the complete answers out of a worker's buffer."""
    while len(buffer) >= _HEADER.size:
        number, size = _HEADER.unpack_from(buffer)
        end = _HEADER.size + size
        if len(buffer) < end:
            return
        answers[number] = marshal.loads(buffer[_HEADER.size : end])
        del buffer[:end]


def _end(pid: int) -> None:
    """Makes sure that a worker is gone; it usually is."""
    try:
        finished, _ = os.waitpid(pid, os.WNOHANG)
        if not finished:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    except (ChildProcessError, ProcessLookupError):
        return

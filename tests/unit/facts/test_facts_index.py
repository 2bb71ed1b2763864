"""The index over many files, its workers and its cache."""

from __future__ import annotations

import marshal
import os
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest

from flask_modernize.facts import FactsCache, FileRecord, index_files, record_of
from flask_modernize.facts.index import content_hash, partial_record_of
from flask_modernize.facts.workers import Gossip, Job, run_forked

FILES = {f"m{number:03}.py": f"from flask import Flask\nx{number} = {number}\n".encode() for number in range(150)}
FILES |= {f"plain{number}.py": b"class A(Base): pass\nfrom b import C as Base\n" for number in range(20)}
FILES |= {"bad.py": b"flask = (\n"}
PATHS = sorted(FILES)


class Memory:
    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def read(self, path: str) -> bytes:
        return self.files[path]


def test_same_with_any_number_of_jobs() -> None:
    alone, made = index_files(Memory(FILES), PATHS, jobs=1)
    assert made == len(FILES)
    for jobs in (2, 3, 8):
        assert index_files(Memory(FILES), PATHS, jobs=jobs) == (alone, made)
    assert list(alone) == PATHS


def test_only_files_with_a_token_are_parsed() -> None:
    found, _ = index_files(Memory(FILES), PATHS)
    assert found["m000.py"][1].facts is not None
    plain = found["plain0.py"][1]
    assert (plain.facts, plain.problem, plain.bases) == (None, None, ("Base", "C"))
    assert found["bad.py"][1].problem is not None


def test_files_that_cannot_be_read_are_problems() -> None:
    found, _ = index_files(Memory(FILES), [*PATHS, "zz_missing.py"], jobs=2)
    problem = found["zz_missing.py"][1].problem
    assert problem is not None
    assert problem[2] == "S-UNREADABLE"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_file_that_kills_its_worker_costs_only_itself() -> None:
    parent = os.getpid()

    class Deadly(Memory):
        def read(self, path: str) -> bytes:
            if path == "m042.py" and os.getpid() != parent:
                os.kill(os.getpid(), signal.SIGKILL)
            return super().read(path)

    found, _ = index_files(Deadly(FILES), PATHS, jobs=2)
    expected, _ = index_files(Memory(FILES), PATHS)
    problem = found.pop("m042.py")[1].problem
    assert problem is not None
    assert problem[2] == "S-CRASH"
    expected.pop("m042.py")
    assert found == expected


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_every_worker_dying_is_no_hang() -> None:
    def die(some: Sequence[int]) -> list[tuple[int]]:
        os._exit(3)

    assert run_forked(Job(die, [1, 2, 3]), 2, lambda item: (-item,)) == [(-1,), (-2,), (-3,)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_answers_larger_than_a_pipe_and_no_child_left(monkeypatch: pytest.MonkeyPatch) -> None:
    children = []
    fork = os.fork

    def noted() -> int:
        child = fork()
        children.append(child)
        return child

    monkeypatch.setattr(os, "fork", noted)

    def work(some: Sequence[int]) -> list[tuple[bytes]]:
        return [(b"x" * 3_000_000,) for _ in some]

    answers = run_forked(Job(work, range(6)), 3, lambda item: (b"",))
    assert answers == [(b"x" * 3_000_000,)] * 6
    assert len(children) == 3
    for child in children:
        with pytest.raises(ChildProcessError):
            os.waitpid(child, os.WNOHANG)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("workers", [1, 2, 3, 7])
def test_each_item_is_done_once_whatever_it_weighs(workers: int) -> None:
    weights = [1, 500, 3, 0, 0, 90, 90, 90, 2, 1000, 4]

    def work(some: Sequence[int]) -> list[tuple[int, int]]:
        return [(item, os.getpid()) for item in some]

    answers = run_forked(Job(work, range(len(weights)), weights=weights), workers, lambda item: (-1, -1))
    assert [item for item, _ in answers] == list(range(len(weights)))
    assert len({process for _, process in answers}) <= workers


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_what_one_worker_comes_to_know_is_told_to_all() -> None:
    parent, known, large = os.getpid(), set[int](), b"x" * 200_000
    heard, done = os.pipe(), os.pipe()

    def hear(data: bytes) -> None:
        known.add(marshal.loads(data)[0])
        if os.getpid() == parent:
            os.write(heard[1], b"!")

    def work(some: Sequence[int]) -> list[list[int]]:
        (item,) = some
        if item == 2:
            os.read(heard[0], 1)  # what the first worker knows of item 0 is there
        elif item == 1:
            os.read(done[0], 1)  # the other worker is done with both of its items
        elif item == 3:
            os.write(done[1], b"!")
        before, latest[0] = sorted(known), item
        known.add(item)
        return [before]

    latest = [-1]
    job = Job(work, range(4), Gossip(lambda: marshal.dumps((latest[0], large)), hear))
    answers = run_forked(job, 2, lambda item: [-1])
    for end in (*heard, *done):
        os.close(end)
    assert answers[0] == answers[2] == []
    assert set(answers[3]) >= {0, 2}
    assert known >= set(range(4))


def test_cached_files_are_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    cold, _ = index_files(Memory(FILES), PATHS, cached={})
    cached = dict(cold.values())
    monkeypatch.setattr("flask_modernize.facts.index.parse_bytes", lambda data: pytest.fail("parsed"))
    for jobs in (1, 2):
        assert index_files(Memory(FILES), PATHS, jobs=jobs, cached=cached) == (cold, 0)


RECORDS = {content_hash(data): record_of(data) for data in FILES.values()}


def test_cache_round_trip(tmp_path: Path) -> None:
    cache = FactsCache("/some/project", tmp_path)
    assert cache.load() == {}
    cache.save(RECORDS)
    assert cache.load() == RECORDS
    assert FactsCache("/another/project", tmp_path).load() == {}
    cache.save({})
    assert cache.load() == {}
    assert [path.name for path in tmp_path.iterdir()] == [cache.path.name]


def test_a_damaged_cache_is_no_cache(tmp_path: Path) -> None:
    cache = FactsCache("/p", tmp_path)
    cache.save(RECORDS)
    good = cache.path.read_bytes()
    for end in (0, 1, 30, len(good) // 2, len(good) - 1):
        cache.path.write_bytes(good[:end])
        assert cache.load() == {}
    for position in (0, 25, 50, len(good) // 2, len(good) - 1):
        damaged = bytearray(good)
        damaged[position] ^= 1
        cache.path.write_bytes(damaged)
        assert cache.load() == {}
    cache.path.unlink()
    cache.path.mkdir()
    assert cache.load() == {}
    cache.save(RECORDS)


@pytest.mark.parametrize("name", ["SCHEMA", "__version__"])
def test_a_cache_of_another_version_is_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    cache = FactsCache("/p", tmp_path)
    cache.save(RECORDS)
    monkeypatch.setattr(f"flask_modernize.facts.cache.{name}", "other")
    assert cache.load() == {}


def test_a_cache_that_cannot_be_written_is_no_matter(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = FactsCache("/p", tmp_path / "file" / "below")
    cache.save(RECORDS)
    assert cache.load() == {}


def test_the_directory_can_be_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_MODERNIZE_CACHE_DIR", str(tmp_path))
    assert FactsCache("/p").path.parent == tmp_path
    monkeypatch.delenv("FLASK_MODERNIZE_CACHE_DIR")
    assert "flask-modernize" in str(FactsCache("/p").path)


def test_records_are_plain() -> None:
    record = record_of(b"from flask import Flask\n")
    assert isinstance(record, FileRecord)
    assert FileRecord._make(tuple(record)) == record


def test_nothing_is_parsed_where_facts_are_wanted_on_demand(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _ = index_files(Memory(FILES), PATHS, cached={})
    monkeypatch.setattr("flask_modernize.facts.index.parse_bytes", lambda data: pytest.fail("parsed"))
    found, _ = index_files(Memory(FILES), PATHS, on_demand=True)
    assert {path: record for path, (_, record) in found.items() if record.facts or record.problem} == {}
    assert {path for path, (_, record) in found.items() if record.relevant} == set(PATHS) - {
        f"plain{number}.py" for number in range(20)
    }
    known, made = index_files(Memory(FILES), PATHS, cached=dict(whole.values()), on_demand=True)
    assert made == 1  # the one with a problem
    assert {path for path in PATHS if known[path] != whole[path]} == {"bad.py"}


def test_partial_records_are_no_whole_ones() -> None:
    data = {"a.py": b"import flask\n\ndef f():\n    " + b"x = 1; " * 10 + b"\n    return 1\n"}
    glance, _ = index_files(Memory(data), ["a.py"], cached={}, on_demand=True)
    digest, record = glance["a.py"]
    partial = partial_record_of(data["a.py"], record)
    assert partial.partial
    for known, parsed in ((record, 1), (partial, 1), (record_of(data["a.py"]), 0)):
        found, made = index_files(Memory(data), ["a.py"], cached={digest: known})
        assert (found["a.py"][1], made) == (record_of(data["a.py"]), parsed)


@pytest.mark.parametrize(
    ("data", "bases"),
    [
        (b"class A(B, c.D): pass\n", ("B", "D", "c")),
        (b"\xef\xbb\xbfclass A(B): pass\n", ("B",)),
        (b"x = 1\rclass A(B): pass\r", ("B",)),
        (b"if x:\n class A(B): pass\n", ("B",)),
        (b"if x:\n\tclass A(B): pass\n", ("B",)),
        (b"@final\nclass A(\n    make(B),\n    metaclass=C,\n): pass\n", ("B", "C", "make", "metaclass")),
        (b"from x import C as B\nclass A(B): pass\n", ("B", "C")),
        (b'"""The class A (of that name) is\n\nfor B):\n"""\n', ()),
    ],
)
def test_words_of_base_lists(data: bytes, bases: tuple[str, ...]) -> None:
    assert record_of(data).bases == bases

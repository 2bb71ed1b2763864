"""A ShardedSession does the same with select() as with its own query class, single values of several shards aside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import create_engine, delete, func, select
from sqlalchemy.exc import MultipleResultsFound
from sqlalchemy.ext.horizontal_shard import ShardedSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import StaticPool


class Base(DeclarativeBase):
    pass


class Reading(Base):
    __tablename__ = "reading"

    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str]

    def __repr__(self) -> str:
        return f"{self.place}{self.id}"


def shard_of(number: int) -> str:
    return "odd" if number % 2 else "even"


def identity_chooser(mapper: object, primary_key: Any, **others: object) -> list[str]:
    return [shard_of(primary_key[0])]


@pytest.fixture
def session() -> Iterator[ShardedSession]:
    shards = {name: create_engine("sqlite://", poolclass=StaticPool) for name in ("even", "odd")}
    for engine in shards.values():
        Base.metadata.create_all(engine)
    with ShardedSession(
        shards=shards,
        shard_chooser=lambda mapper, instance, clause=None: shard_of(instance.id),
        identity_chooser=identity_chooser,
        execute_chooser=lambda context: sorted(shards),
    ) as made:
        made.add_all([Reading(id=number, place="ab"[number > 3]) for number in range(1, 7)])
        made.commit()
        yield made
    for engine in shards.values():
        engine.dispose()


PAIRS: list[tuple[Callable[[Any], object], Callable[[Any], object]]] = [
    (lambda s: s.query(Reading).all(), lambda s: s.scalars(select(Reading)).all()),
    (
        lambda s: s.query(Reading).filter_by(place="a").first(),
        lambda s: s.scalar(select(Reading).filter_by(place="a").limit(1)),
    ),
    (
        lambda s: s.query(Reading).filter(Reading.id == 4).one(),
        lambda s: s.execute(select(Reading).where(Reading.id == 4)).scalar_one(),
    ),
    (
        lambda s: s.query(Reading).filter(Reading.id == 4).one_or_none(),
        lambda s: s.scalars(select(Reading).where(Reading.id == 4)).unique().one_or_none(),
    ),
    (lambda s: s.query(Reading).get(5), lambda s: s.get(Reading, 5)),
    (lambda s: s.query(Reading).get(50), lambda s: s.get(Reading, 50)),
    (lambda s: s.query(Reading.id).all(), lambda s: s.execute(select(Reading.id)).all()),
    (
        lambda s: list(s.query(Reading).order_by(Reading.id)),
        lambda s: list(s.scalars(select(Reading).order_by(Reading.id))),
    ),
]


@pytest.mark.filterwarnings("ignore:The Query.get")
@pytest.mark.parametrize(("legacy", "new"), PAIRS)
def test_does_the_same(session: ShardedSession, legacy: Callable[[Any], object], new: Callable[[Any], object]) -> None:
    assert repr(new(session)) == repr(legacy(session))


@pytest.mark.filterwarnings("ignore:The Query.get")
@pytest.mark.parametrize(
    ("legacy", "new"),
    [
        (lambda s: s.query(Reading).one(), lambda s: s.execute(select(Reading)).scalar_one()),
        (
            lambda s: s.query(func.count(Reading.id)).scalar(),
            lambda s: s.execute(select(func.count(Reading.id))).scalar_one_or_none(),
        ),
        (
            lambda s: s.query(Reading).filter_by(place="a").delete(),
            lambda s: s.execute(delete(Reading).filter_by(place="a")).rowcount,
        ),
    ],
)
def test_what_goes_to_several_shards_at_once(
    session: ShardedSession, legacy: Callable[[Any], object], new: Callable[[Any], object]
) -> None:
    assert outcome(new, session) == outcome(legacy, session)


def test_an_aggregate_gives_a_row_for_each_shard(session: ShardedSession) -> None:
    """So ``session.scalar()`` may not stand in for ``Query.scalar()`` and ``Query.count()``, which raise."""
    assert "MultipleResultsFound" in outcome(lambda s: s.query(Reading).count(), session)
    assert outcome(lambda s: s.scalar(select(func.count()).select_from(Reading)), session) == "3"


def outcome(function: Callable[[Any], object], session: ShardedSession) -> str:
    try:
        return repr(function(session))
    except MultipleResultsFound as error:
        return type(error).__name__
    finally:
        session.rollback()

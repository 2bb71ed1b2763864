# ruff: noqa: E501
"""Legacy queries as applications write them, with what the tool must make of each.

A case is one function of a module of the festival project: its body, or an expression that it returns. Whatever the expectation, the
function must do the same before and after; ``REWRITTEN`` says that no legacy call may be left, ``REFUSED`` that nothing
may be changed and that a finding says why, ``EITHER`` leaves the choice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from textwrap import dedent

from executed.by_hand import function
from executed.equivalence import PREAMBLE, Call, Snippet


class Expected(Enum):
    REWRITTEN = "rewritten"
    REFUSED = "refused"
    EITHER = "rewritten or refused"
    OPEN = "rewritten or left alone"
    """No legacy call by its spelling, so that silence is right as well."""


@dataclass(frozen=True, slots=True)
class Case:
    """``codes`` are the finding codes of which a refusal must carry one (any code if empty)."""

    id: str
    body: str
    expected: Expected
    codes: tuple[str, ...] = ()
    path: str = "/"
    parameters: str = ""
    calls: tuple[tuple[tuple[str, object], ...], ...] = ((),)
    helpers: str = ""
    """Further functions of the module, which the body calls."""
    preamble: str = PREAMBLE
    """The module's imports. A case with its own has a module of its own."""
    today: str = ""
    """Where ``body`` only ran on older libraries: the same for those of today."""

    @property
    def module(self) -> str:
        return self.id.partition(".")[0] if self.preamble == PREAMBLE else self.id.replace(".", "_")

    def snippet(self) -> Snippet:
        name = "case_" + re.sub(r"\W", "_", self.id)
        calls = tuple(Call(arguments, self.path) for arguments in self.calls)
        helpers = f"{dedent(self.helpers).strip()}\n\n\n" if self.helpers else ""
        today = function(name, self.today) if self.today else ""
        return Snippet(name, helpers + function(name, self.body, self.parameters), calls, self.preamble, today)


CASES: list[Case] = []


def rewritten(id: str, body: str, path: str = "/") -> None:
    CASES.append(Case(id, body, Expected.REWRITTEN, path=path))


def refused(id: str, body: str, *codes: str) -> None:
    CASES.append(Case(id, body, Expected.REFUSED, codes))


def either(id: str, body: str, path: str = "/") -> None:
    CASES.append(Case(id, body, Expected.EITHER, path=path))


def left_open(id: str, body: str) -> None:
    CASES.append(Case(id, body, Expected.OPEN))


def branching(
    id: str, body: str, expected: Expected, *codes: str, parameters: str, calls: Sequence[dict[str, object]]
) -> None:
    """A case with parameters, called once with each of ``calls``."""
    CASES.append(Case(id, body, expected, codes, "/", parameters, tuple(tuple(call.items()) for call in calls)))


# The rows that belong to an object
rewritten("parent.only_relationship", "return Review.query.with_parent(Gig.query.get(1)).all()")
rewritten("parent.first", "return Review.query.with_parent(Gig.query.get(1)).order_by(Review.id.desc()).first()")
rewritten("parent.dynamic", "return Song.query.with_parent(Band.query.get(1)).order_by(Song.id).all()")
rewritten("parent.count", "return Review.query.with_parent(Gig.query.get(1)).filter(Review.stars > 2).count()")
rewritten("parent.nobody", "return Review.query.with_parent(Gig.query.get(3)).count()")
rewritten("parent.session", "return db.session.query(Profile).with_parent(Band.query.get(1)).all()")
rewritten("parent.given", "return Gig.query.with_parent(Band.query.get(1), Band.gigs).order_by(Gig.id).all()")
rewritten("parent.secondary", "return Gig.query.with_parent(Genre.query.get(1), Genre.gigs).order_by(Gig.id).all()")
rewritten("parent.secondary_count", "return Gig.query.with_parent(Genre.query.get(1), Genre.gigs).count()")
rewritten("parent.deleted", "return Review.query.with_parent(Gig.query.get(1)).delete()")
either("parent.deleted_by_secondary", "return Gig.query.with_parent(Genre.query.get(1), Genre.gigs).delete()")
refused("parent.one_of_several", "return Gig.query.with_parent(db.session.get(Band, 1)).all()", "Q-UNKNOWN-ARGUMENTS")
refused("parent.by_name", 'return Gig.query.with_parent(db.session.get(Band, 1), "gigs").all()', "Q-UNKNOWN-ARGUMENTS")
refused("parent.got", "return Review.query.with_parent(db.session.get(Gig, 1)).get(1)")
refused(
    "parent.after_limit", "return Review.query.limit(2).with_parent(db.session.get(Gig, 1)).all()", "Q-LEGACY-RAISES"
)

# Which class filter_by() means depends on the version where joins came before with_entities()
refused("target.entities_after_a_join", "return Gig.query.join(Band).with_entities(Gig.id).filter_by(name=None).all()")
rewritten(
    "target.entities_of_what_was_joined", "return Gig.query.join(Band).with_entities(Band.id).filter_by(id=1).all()"
)

# One row by primary key
rewritten("get.hit", "Band.query.get(1)")
rewritten("get.miss", "Band.query.get(99)")
rewritten("get.none", "Band.query.get(None)")
rewritten("get.text", 'Band.query.get("1")')
rewritten("get.text_after_number", 'return Band.query.get(1), Band.query.get("1")')
rewritten(
    "get.known_to_the_session",
    """
    bands = Band.query.all()
    return Band.query.get(2), len(bands)
    """,
)
rewritten("get.composite_tuple", "BookingLine.query.get((1, 2))")
rewritten("get.composite_list", "BookingLine.query.get([1, 2])")
rewritten("get.composite_dict", 'BookingLine.query.get({"booking_id": 1, "line_no": 2})')
rewritten("get.composite_incomplete", "BookingLine.query.get(1)")
rewritten(
    "get.subclass_of_a_loaded_base",
    """
    everybody = Staff.query.all()
    return Lead.query.get(2), len(everybody)
    """,
)
rewritten("get.base_gives_subclass", "Staff.query.get(2)")
rewritten("get.single_table_subclass", "return Steward.query.get(5), Steward.query.get(1)")
rewritten("get.joined_collection", "Booking.query.get(2).lines")
rewritten("get.session", "db.session.query(Band).get(1)")
rewritten("get.options", "Band.query.options(joinedload(Band.gigs)).get(1)")
rewritten("get.two_options", "Band.query.options(joinedload(Band.gigs), selectinload(Band.profile)).get(1)")
rewritten(
    "get.populate_existing",
    """
    band = Band.query.get(1)
    band.name = "changed"
    return Band.query.populate_existing().get(1)
    """,
)
rewritten("get.for_update", "Band.query.with_for_update().get(1)")
rewritten("get.for_update_nowait", "Band.query.with_for_update(nowait=True).get(1)")
rewritten("get.execution_options", "Band.query.execution_options(trace=1).get(1)")
refused("get.filtered", "Band.query.filter_by(active=True).get(1)", "Q-LEGACY-RAISES")
either("get.ordered", "Band.query.order_by(Band.name).get(1)")
refused("get.limited", "Band.query.limit(3).get(1)", "Q-LEGACY-RAISES")
rewritten("get.ident_keyword", "Band.query.get(ident=1)")
rewritten("get.other_database", "Sponsor.query.get(1)")
refused("get.query_class", "Flyer.query.get(2)", "Q-CUSTOM-QUERY-CLASS")
rewritten("get.session_passes_query_class_by", "db.session.query(Flyer).get(2)")
rewritten(
    "get.expired",
    """
    band = Band.query.get(1)
    db.session.expire(band)
    return Band.query.get(1)
    """,
)
either("get.alias", "db.session.query(aliased(Band)).get(1)")
rewritten("get.attribute", "Band.query.get(1).name")
rewritten("get.of_none", "Band.query.get(99).name")
rewritten("get.in_condition", "return 'there' if Band.query.get(2) else 'gone'")
rewritten("get.renamed_columns", "Rider.query.get(1)")
rewritten("get.column_called_query", "db.session.query(SearchEntry).get(1)")
rewritten("get_or_404.hit", "Band.query.get_or_404(1)")
rewritten("get_or_404.miss", "Band.query.get_or_404(99)")
rewritten("get_or_404.description", 'Band.query.get_or_404(99, description="no such band")')
rewritten("get_or_404.description_by_position", 'Band.query.get_or_404(99, "no such band")')
rewritten("get_or_404.ident_keyword", "Band.query.get_or_404(ident=99)")
rewritten("get_or_404.options", "Band.query.options(joinedload(Band.gigs)).get_or_404(1)")
rewritten("get_or_404.session", "db.session.query(Band).get_or_404(77)")
left_open("get_or_404.dynamic", "db.session.get(Band, 1).songs.get_or_404(1)")
refused("get_or_404.filtered", "Band.query.filter_by(active=True).get_or_404(1)", "Q-LEGACY-RAISES")

# The first row
rewritten("first.plain", "Band.query.first()")
rewritten("first.filter_by", 'Band.query.filter_by(name="Moth").first()')
rewritten("first.none", 'Band.query.filter_by(name="nobody").first()')
rewritten("first.joined_collection", "Booking.query.first()")
rewritten("first.joined_backref", "Stage.query.first()")
rewritten("first.joinedload", "Band.query.options(joinedload(Band.gigs)).order_by(Band.id.desc()).first()")
rewritten("first.after_limit", "Band.query.order_by(Band.id).limit(3).first()")
rewritten("first.after_limit_zero", "Band.query.order_by(Band.id).limit(0).first()")
rewritten("first.after_offset", "Band.query.order_by(Band.id).offset(2).first()")
rewritten("first.two_entities", "db.session.query(Band, Gig).join(Gig).order_by(Gig.id).first()")
rewritten("first.column", "db.session.query(Band.name).order_by(Band.id).first()")
rewritten("first.column_indexed", "db.session.query(Band.name).order_by(Band.id).first()[0]")
rewritten("first.statement", 'db.session.query(Band).from_statement(text("select * from band order by id")).first()')
rewritten(
    "first.flushes",
    """
    db.session.add(Band(id=50, name="Fifty", active=True))
    return Band.query.filter_by(name="Fifty").first()
    """,
)
rewritten("first.compared", 'Band.query.filter_by(name="Moth").first() is not None')
rewritten("first.compared_none", 'Band.query.filter_by(email="gone").first() is None')
rewritten("first.attribute", "Band.query.order_by(Band.id.desc()).first().name")
rewritten("first.unique_column", 'Band.query.filter_by(email="moth@fest.io").first()')
rewritten("first.over_join", "Band.query.join(Band.gigs).order_by(Gig.seats.desc(), Gig.id).first()")
rewritten("first_or_404.hit", 'Band.query.filter_by(name="Moth").first_or_404()')
rewritten("first_or_404.miss", 'Band.query.filter_by(name="nobody").first_or_404()')
rewritten("first_or_404.description", 'Band.query.filter_by(name="nobody").first_or_404("no such band")')
rewritten(
    "first_or_404.description_keyword", 'Band.query.filter_by(name="nobody").first_or_404(description="no such band")'
)
rewritten("first_or_404.joined_collection", 'Booking.query.filter_by(reference="B-2").first_or_404()')
rewritten("first_or_404.joinedload", "Band.query.options(joinedload(Band.gigs)).filter_by(id=1).first_or_404()")
refused("first_or_404.column", "db.session.query(Band.score).filter_by(id=3).first_or_404()")
refused("first_or_404.two_entities", "db.session.query(Band, Gig).join(Gig).order_by(Gig.id).first_or_404()")

# Exactly one row
rewritten("one.hit", "Band.query.filter_by(id=1).one()")
rewritten("one.none", "Band.query.filter_by(id=99).one()")
rewritten("one.many", 'Band.query.filter_by(name="Moth").one()')
rewritten("one.over_join", "Band.query.join(Band.gigs).filter(Band.id == 1).one()")
rewritten("one.joined_collection", "Booking.query.filter_by(id=2).one()")
rewritten("one.joined_backref", "Stage.query.filter_by(id=1).one()")
rewritten("one.column", "db.session.query(Band.name).filter_by(id=1).one()")
rewritten("one.columns", "db.session.query(Band.name, Band.country).filter_by(id=1).one()")
rewritten("one.column_many", "db.session.query(Band.country).filter_by(name='Moth').one()")
rewritten("one_or_none.hit", "Band.query.filter_by(id=1).one_or_none()")
rewritten("one_or_none.none", "Band.query.filter_by(id=99).one_or_none()")
rewritten("one_or_none.many", 'Band.query.filter_by(name="Moth").one_or_none()')
rewritten("one_or_none.joined_collection", "Booking.query.filter_by(id=1).one_or_none()")
rewritten("one_or_none.column_none", "db.session.query(Band.name).filter_by(id=99).one_or_none()")
rewritten("one_or_none.unique_column", 'Band.query.filter(Band.email == "otters@fest.io").one_or_none()')
rewritten("one_or_404.hit", "Band.query.filter_by(id=1).one_or_404()")
rewritten("one_or_404.none", 'Band.query.filter_by(id=99).one_or_404("gone")')
rewritten("one_or_404.many", 'Band.query.filter_by(name="Moth").one_or_404()')
either("one_or_404.joined_collection", "Booking.query.filter_by(id=2).one_or_404()")
either("one_or_404.over_join", "Band.query.join(Band.gigs).filter(Band.id == 1).one_or_404()")

# Lists
rewritten("all.plain", "Band.query.all()")
rewritten("all.session", "db.session.query(Band).all()")
rewritten("all.ordered", "Band.query.order_by(Band.score.desc(), Band.id).all()")
rewritten("all.order_by_strings", 'Band.query.order_by(desc("name"), "id").all()')
rewritten("all.order_by_string", 'Band.query.order_by("name").all()')
either("all.order_by_label_string", 'Band.query.order_by("band_name").all()')
rewritten("all.order_by_text", 'Band.query.order_by(text("name desc")).all()')
either("all.order_by_text_label", 'Band.query.order_by(text("band_name")).all()')
rewritten("all.order_by_none", "Band.query.order_by(Band.name).order_by(None).all()")
either("all.order_by_false", "Band.query.order_by(Band.name).order_by(False).all()")
rewritten("all.order_by_twice", "Band.query.order_by(Band.name).order_by(Band.id.desc()).all()")
rewritten("all.order_by_nothing", "Band.query.order_by().all()")
rewritten("all.over_join", "Band.query.join(Band.gigs).all()")
rewritten("all.implicit_join", "Band.query.filter(Band.id == Gig.band_id).all()")
either("all.ordered_by_another_table", "Band.query.order_by(Gig.id).limit(7).all()")
rewritten("all.many_to_one_join", "Gig.query.join(Gig.band).order_by(Gig.id).all()")
rewritten("all.one_to_one_join", "Band.query.join(Band.profile).order_by(Band.id).all()")
rewritten("all.joined_collection", "Booking.query.all()")
rewritten("all.joined_backref", "Stage.query.order_by(Stage.id).all()")
rewritten("all.loads_a_joined_collection", "BookingLine.query.options(joinedload(BookingLine.booking)).all()")
rewritten("all.loads_a_joined_backref", "Slot.query.options(joinedload(Slot.stage)).all()")
rewritten("all.joinedload_collection", "Band.query.options(joinedload(Band.gigs)).all()")
rewritten("all.joinedload_nested", "Band.query.options(joinedload(Band.gigs).joinedload(Gig.reviews)).all()")
rewritten("all.joinedload_many_to_one", "Gig.query.options(joinedload(Gig.band)).all()")
rewritten("all.joinedload_limited", "Band.query.options(joinedload(Band.gigs)).order_by(Band.id).limit(2).all()")
rewritten("all.selectinload", "Band.query.options(selectinload(Band.gigs)).all()")
rewritten("all.subqueryload", "Band.query.options(subqueryload(Band.gigs)).all()")
rewritten("all.contains_eager", "Band.query.join(Band.gigs).options(contains_eager(Band.gigs)).all()")
rewritten("all.load_only", "Band.query.options(load_only(Band.name)).all()")
rewritten("all.defer", "Gig.query.options(defer(Gig.name)).all()")
rewritten("all.columns", "db.session.query(Band.id, Band.name).order_by(Band.id).all()")
either("all.columns_with_one_name", "db.session.query(Band.id, Gig.id, Gig.name).join(Gig).order_by(Gig.id).all()")
refused(
    "all.columns_with_one_name_read",
    "[(row.id, row.name) for row in db.session.query(Band.id, Gig.id, Gig.name).join(Gig).order_by(Gig.id)]",
    "Q-DUP-KEYS",
)
rewritten(
    "all.columns_with_one_name_unpacked",
    "[(band, gig) for band, gig in db.session.query(Band.id, Gig.id).join(Gig).order_by(Gig.id)]",
)
rewritten("all.one_column", "db.session.query(Band.name).all()")
rewritten("all.one_column_over_join", "db.session.query(Band.name).join(Band.gigs).all()")
rewritten("all.two_entities", "db.session.query(Band, Gig).filter(Band.id == Gig.band_id).order_by(Gig.id).all()")
rewritten(
    "all.two_entities_repeat", "db.session.query(Band, Gig).join(Band.gigs).join(Gig.reviews).order_by(Gig.id).all()"
)
rewritten(
    "all.entity_and_column",
    "db.session.query(Band, Gig.sold_out).join(Band.gigs).order_by(Band.id, Gig.sold_out).all()",
)
rewritten("all.base_class", "Staff.query.order_by(Staff.id).all()")
rewritten("all.joined_subclass", 'Technician.query.filter(Technician.name.like("B%")).all()')
rewritten("all.joined_subclass_filter_by", 'Technician.query.filter_by(name="Bo", skill="light").all()')
rewritten("all.single_table_subclass", "Steward.query.order_by(Steward.name).all()")
rewritten("all.with_polymorphic", 'db.session.query(with_polymorphic(Staff, "*", aliased=False)).all()')
rewritten("all.other_database", "Sponsor.query.filter(Sponsor.level > 1).all()")
rewritten("all.renamed_columns", 'Rider.query.filter_by(kind="food").all()')
rewritten("all.renamed_columns_as_rows", "db.session.query(Rider.kind, Rider.full).all()")
rewritten("all.hybrid", "Band.query.filter(Band.rating > 20).all()")
rewritten("all.hybrid_filter_by", "Band.query.filter_by(rating=40).all()")
rewritten("all.hybrid_column", "db.session.query(Band.rating).all()")
refused("all.query_class", "Flyer.query.all()", "Q-CUSTOM-QUERY-CLASS")
refused("all.query_class_method", "Flyer.query.visible().order_by(Flyer.title).all()", "Q-CUSTOM-QUERY-CLASS")
rewritten("all.session_passes_query_class_by", "db.session.query(Flyer).all()")
rewritten("all.column_called_query", 'db.session.query(SearchEntry).filter(SearchEntry.query == "parking").all()')
rewritten("all.empty_filter", "Band.query.filter().all()")
rewritten("all.where", "Band.query.where(Band.id == 1).all()")
rewritten("all.filter_unpacked", "Band.query.filter(*[Band.id > 1, Band.active]).all()")
rewritten("all.filter_true", "Band.query.filter(True).all()")
rewritten("all.filter_text", 'Band.query.filter(text("score > :least")).params(least=5).all()')
rewritten("all.filter_text_with_table", 'Band.query.filter(text("band.score > 5")).all()')
rewritten("all.filter_null", "Band.query.filter(Band.score == None).all()")
rewritten("all.filter_is", "Band.query.filter(Band.country.is_(None)).all()")
rewritten("all.filter_or", 'Band.query.filter(or_(Band.name == "Moth", Band.score > 10)).order_by(Band.id).all()')
rewritten("all.filter_and_operators", 'Band.query.filter((Band.name == "Moth") & ~(Band.score > 10)).all()')
rewritten("all.filter_twice", 'Band.query.filter(Band.active).filter(Band.name != "Moth").all()')
rewritten("all.in_query", "Band.query.filter(Band.id.in_(db.session.query(Gig.band_id).filter(Gig.seats > 90))).all()")
rewritten(
    "all.in_subquery",
    "Band.query.filter(Band.id.in_(db.session.query(Gig.band_id).filter(Gig.seats > 90).subquery())).all()",
)
rewritten(
    "all.in_model_query",
    "Band.query.filter(Band.id.in_(Band.query.with_entities(Band.id).filter_by(active=True))).all()",
)
rewritten("all.not_in_query", "Genre.query.filter(~Genre.name.in_(db.session.query(Band.name))).all()")
rewritten("all.any", "Band.query.filter(Band.gigs.any(Gig.seats > 90)).order_by(Band.id).all()")
rewritten("all.any_keyword", 'Gig.query.filter(Gig.genres.any(name="jazz")).order_by(Gig.id).all()')
rewritten("all.has", 'Gig.query.filter(Gig.band.has(name="Moth")).order_by(Gig.id).all()')
rewritten("all.contains", "Gig.query.filter(Gig.genres.contains(Genre.query.get(1))).order_by(Gig.id).all()")
rewritten("all.length", "len(Band.query.all())")
rewritten("all.indexed", "Band.query.order_by(Band.id).all()[0].name")
rewritten("all.sorted", "sorted(Band.query.all(), key=lambda band: (band.name, -band.id))")
rewritten("all.reversed", "list(reversed(Band.query.order_by(Band.id).all()))")
rewritten("all.wrapped", "(Band.query\n    .filter_by(active=True)\n    .order_by(Band.name)\n    .all())")
rewritten(
    "all.backslashes", "return Band.query \\\n    .filter_by(active=True) \\\n    .order_by(Band.name) \\\n    .all()"
)

# Iteration
rewritten("iter.comprehension", "[band.name for band in Band.query]")
rewritten("iter.comprehension_filtered", "[band.name for band in Band.query.order_by(Band.id) if band.active]")
rewritten("iter.joined_collection", "[booking.reference for booking in Booking.query]")
rewritten("iter.list", "list(Band.query.filter_by(active=True))")
rewritten("iter.tuple", "tuple(Band.query.filter_by(active=True))")
rewritten("iter.set", "{band.name for band in Band.query}")
rewritten("iter.dict", "{band.id: band.name for band in Band.query}")
rewritten("iter.generator", "sum(band.score or 0 for band in Band.query)")
rewritten("iter.sorted", "sorted(Band.query, key=lambda band: (band.name, band.id))")
rewritten("iter.any", "any(band.score for band in Band.query)")
rewritten("iter.enumerate", "[(i, band.id) for i, band in enumerate(Band.query.order_by(Band.id))]")
rewritten("iter.next", "next(iter(Band.query.order_by(Band.id)))")
rewritten("iter.unpacked", "[row for (row,) in db.session.query(Band.name)]")
rewritten("iter.pairs", "[f'{name} {country}' for name, country in db.session.query(Band.name, Band.country)]")
rewritten(
    "iter.loop",
    """
    names = []
    for band in Band.query.filter_by(active=True).order_by(Band.name):
        names.append(band.name)
    return names
    """,
)
rewritten(
    "iter.loop_commits",
    """
    names = []
    for band in Band.query.order_by(Band.id):
        names.append(band.name)
        db.session.commit()
    return names
    """,
)
rewritten(
    "iter.loop_deletes",
    """
    for review in Review.query.filter(Review.stars < 3):
        db.session.delete(review)
    db.session.flush()
    return Review.query.count()
    """,
)
rewritten(
    "iter.loop_queries",
    """
    found = {}
    for band in Band.query.order_by(Band.id):
        found[band.id] = Gig.query.filter_by(band_id=band.id).count()
    return found
    """,
)
rewritten(
    "iter.twice",
    """
    q = Band.query
    return [band.id for band in q], [band.name for band in q]
    """,
)
either("iter.truth", "bool(Band.query.filter_by(id=99))")
either(
    "iter.truth_in_if",
    """
    q = Band.query.filter_by(id=99)
    if q:
        return "always"
    return q.count()
    """,
)
either("iter.length", "len(Band.query)")
either("iter.yield_from", "return list(iter(Band.query.order_by(Band.id)))")

# Counting
rewritten("count.plain", "Band.query.count()")
rewritten("count.filter_by", "Band.query.filter_by(active=True).count()")
rewritten("count.filter", "Band.query.filter(Band.score > 5).count()")
rewritten("count.session", "db.session.query(Band).filter(Band.score > 5).count()")
rewritten("count.over_join", "Band.query.join(Band.gigs).count()")
rewritten("count.over_outer_join", "Band.query.outerjoin(Band.gigs).count()")
rewritten("count.limit", "Band.query.limit(2).count()")
rewritten("count.offset", "Band.query.offset(2).count()")
rewritten("count.distinct", "db.session.query(Band.name).distinct().count()")
rewritten("count.distinct_entity", "Band.query.join(Band.gigs).distinct().count()")
rewritten("count.group", "db.session.query(Band.country).group_by(Band.country).count()")
rewritten("count.joined_collection", "Booking.query.count()")
rewritten("count.joined_collection_limit", "Booking.query.limit(2).count()")
rewritten("count.joinedload", "Band.query.options(joinedload(Band.gigs)).count()")
rewritten("count.ordered", "Band.query.order_by(Band.name).count()")
rewritten("count.columns_with_one_name", "db.session.query(Band.id, Gig.id).join(Gig).count()")
rewritten("count.joined_subclass", "Technician.query.count()")
rewritten("count.joined_subclass_base_column", 'Technician.query.filter(Staff.name == "Bo").count()')
rewritten("count.joined_subclass_own_column", 'Technician.query.filter(Technician.name == "Bo").count()')
rewritten("count.single_table_subclass", "Steward.query.count()")
rewritten("count.single_table_subclass_filter", 'Steward.query.filter_by(name="Bo").count()')
rewritten("count.other_database", "Sponsor.query.count()")
rewritten("count.other_database_filter", "Sponsor.query.filter(Sponsor.level > 2).count()")
rewritten("count.implicit_join", "Band.query.filter(Band.id == Gig.band_id).count()")
rewritten("count.function", "db.session.query(func.count(Band.id)).scalar()")
rewritten("count.function_filter", "db.session.query(func.count(Band.id)).filter(Band.active == True).scalar()")
either(
    "count.function_group",
    "db.session.query(Band.country, func.count(Band.id)).group_by(Band.country).order_by(Band.country).all()",
)
rewritten(
    "count.function_group_unpacked",
    "{country: n for country, n in db.session.query(Band.country, func.count(Band.id)).group_by(Band.country)}",
)
rewritten(
    "count.function_group_indexed",
    "[row[1] for row in db.session.query(Band.country, func.count(Band.id)).group_by(Band.country).order_by(Band.country).all()]",
)
either("count.functions_kept", "db.session.query(func.count(Band.id), func.max(Band.score)).all()")
refused(
    "count.functions_by_key",
    "[dict(row._mapping) for row in db.session.query(Band.country, func.count(Band.id)).group_by(Band.country)]",
    "Q-UNLABELLED-FUNC-KEYS",
)
rewritten("count.function_label", 'return [row.n for row in db.session.query(func.count(Band.id).label("n"))]')
rewritten("count.star", "db.session.query(func.count()).select_from(Band).scalar()")
rewritten("count.star_text", 'db.session.query(func.count("*")).select_from(Band).scalar()')
rewritten("count.of_a_count", "db.session.query(func.count(Band.id)).count()")
rewritten("count.compared", 'Band.query.filter_by(name="Moth").count() > 1')

# Scalars
rewritten("scalar.one", "db.session.query(Band.name).filter_by(id=1).scalar()")
rewritten("scalar.none", "db.session.query(Band.name).filter_by(id=99).scalar()")
rewritten("scalar.many", "db.session.query(Band.name).scalar()")
rewritten("scalar.null", "db.session.query(Band.score).filter_by(id=3).scalar()")
rewritten("scalar.entity", "Band.query.filter_by(id=1).scalar()")
rewritten("scalar.entity_over_join", "Band.query.join(Band.gigs).filter(Band.id == 1).scalar()")
rewritten("scalar.entity_joined_collection", "Booking.query.filter_by(id=2).scalar()")
rewritten("scalar.limit", "db.session.query(Band.name).order_by(Band.id).limit(1).scalar()")
rewritten("scalar.aggregate", "db.session.query(func.max(Band.score)).scalar()")
rewritten("scalar.aggregate_of_nothing", "db.session.query(func.max(Band.score)).filter(Band.id > 90).scalar()")
rewritten("scalar.aggregate_in_groups", "db.session.query(func.max(Band.score)).group_by(Band.country).scalar()")
rewritten("scalar.with_entities_sum", "Band.query.with_entities(func.sum(Band.score)).scalar()")
rewritten(
    "scalar.with_entities_sum_filter_by",
    "Band.query.filter_by(active=True).with_entities(func.sum(Band.score)).scalar()",
)
rewritten("scalar.columns", "db.session.query(Band.id, Band.name).filter_by(id=1).scalar()")
rewritten("scalar.text", "db.session.query(func.max(Band.name)).scalar()")
rewritten("scalar.or_default", "db.session.query(func.sum(Gig.seats)).filter(Gig.id > 90).scalar() or 0")

# Existence
rewritten("exists.model", 'db.session.query(Band.query.filter_by(name="Moth").exists()).scalar()')
rewritten("exists.filter", 'db.session.query(Band.query.filter(Band.name == "Moth").exists()).scalar()')
rewritten("exists.nothing", 'db.session.query(Band.query.filter_by(name="nobody").exists()).scalar()')
rewritten("exists.session", 'db.session.query(db.session.query(Band).filter_by(name="Moth").exists()).scalar()')
rewritten(
    "exists.session_column", 'db.session.query(db.session.query(Band.id).filter_by(name="Moth").exists()).scalar()'
)
rewritten("exists.joined_collection", "db.session.query(Booking.query.filter_by(id=1).exists()).scalar()")
rewritten(
    "exists.correlated",
    "Band.query.filter(db.session.query(Gig).filter(Gig.band_id == Band.id).exists()).order_by(Band.id).all()",
)
rewritten(
    "exists.not_correlated_twice",
    "Band.query.filter(~Gig.query.filter(Gig.band_id == Band.id).exists()).order_by(Band.id).all()",
)
rewritten("exists.other_database", "db.session.query(Sponsor.query.filter_by(level=1).exists()).scalar()")
# A Query asks for what is there of its first entity only: the inner ones stay as they are.
either("exists.two_models", "db.session.query(db.session.query(Gig, Band).exists()).scalar()")
either("exists.added_column", "db.session.query(db.session.query(Gig.seats).add_columns(Band.email).exists()).scalar()")
either("exists.literal_first", "db.session.query(db.session.query(literal(1), Band.id).exists()).scalar()")
rewritten("exists.two_columns", "db.session.query(db.session.query(Gig.id, Gig.seats).exists()).scalar()")
rewritten("exists.limit", "db.session.query(Band.query.limit(1).exists()).scalar()")
rewritten("exists.function", 'db.session.query(exists().where(Band.name == "Moth")).scalar()')
rewritten("exists.literal", "db.session.query(literal(True)).filter(Band.query.filter_by(id=1).exists()).scalar()")

# Deleting and updating many rows
rewritten("delete.filter_by", "Review.query.filter_by(gig_id=1).delete()")
rewritten("delete.filter", "Review.query.filter(Review.stars > 2).delete()")
rewritten("delete.everything", "Review.query.delete()")
rewritten("delete.session", "db.session.query(Review).delete()")
rewritten("delete.not_synchronized", "Review.query.filter_by(gig_id=1).delete(synchronize_session=False)")
rewritten("delete.not_synchronized_by_position", "Review.query.filter_by(gig_id=1).delete(False)")
rewritten("delete.fetch", 'Review.query.filter_by(gig_id=1).delete("fetch")')
rewritten("delete.evaluate", 'Review.query.filter(Review.gig_id == 1).delete("evaluate")')
rewritten(
    "delete.evaluate_impossible",
    'Review.query.filter(Review.id.in_(db.session.query(Gig.id))).delete("evaluate")',
)
rewritten("delete.in_query", "Review.query.filter(Review.id.in_(db.session.query(Gig.id))).delete()")
rewritten(
    "delete.loaded_rows",
    """
    reviews = Review.query.all()
    Review.query.filter_by(gig_id=1).delete()
    return sorted(review.id for review in db.session.identity_map.values()), len(reviews)
    """,
)
rewritten(
    "delete.flushes",
    """
    db.session.add(Review(id=99, gig_id=1))
    return Review.query.filter_by(gig_id=1).delete()
    """,
)
rewritten(
    "delete.statement",
    """
    Review.query.filter_by(gig_id=1).delete()
    db.session.commit()
    """,
)
rewritten(
    "delete.count_used",
    """
    gone = Review.query.filter_by(gig_id=1).delete()
    if gone:
        db.session.commit()
    return gone
    """,
)
refused("delete.joined", "Review.query.join(Review.gig).filter(Gig.id == 1).delete()", "Q-LEGACY-RAISES")
refused("delete.limited", "Review.query.limit(1).delete()", "Q-LEGACY-RAISES")
refused("delete.ordered", "Review.query.order_by(Review.id).delete()", "Q-LEGACY-RAISES")
refused("delete.grouped", "Review.query.group_by(Review.gig_id).delete()", "Q-LEGACY-RAISES")
rewritten("delete.other_database", "Sponsor.query.filter_by(level=1).delete()")
rewritten("delete.joined_subclass", 'Technician.query.filter(Technician.skill == "sound").delete()')
rewritten("delete.single_table_subclass", "Steward.query.delete()")
refused("delete.query_class", "Flyer.query.delete()", "Q-CUSTOM-QUERY-CLASS")
rewritten("delete.renamed_columns", 'Rider.query.filter_by(kind="food").delete()')
rewritten("delete.composite_key", "BookingLine.query.filter_by(booking_id=1).delete()")
rewritten("delete.table", "db.session.query(gig_genres).filter_by(genre_id=3).delete()")
either(
    "delete.two_tables",
    "Review.query.filter(Review.gig_id == Gig.id).filter_by(stars=1).delete(synchronize_session=False)",
)
rewritten("update.by_name", 'Review.query.filter_by(gig_id=1).update({"stars": 3})')
rewritten("update.by_attribute", "Review.query.filter_by(gig_id=1).update({Review.stars: Review.stars + 1})")
rewritten("update.dict_call", "Review.query.filter_by(gig_id=1).update(dict(stars=3))")
rewritten("update.not_synchronized", 'Review.query.filter_by(gig_id=1).update({"stars": 3}, synchronize_session=False)')
rewritten("update.not_synchronized_by_position", 'Review.query.filter_by(gig_id=1).update({"stars": 3}, False)')
rewritten("update.fetch", 'Review.query.filter_by(gig_id=1).update({"stars": 3}, synchronize_session="fetch")')
rewritten(
    "update.loaded_row",
    """
    review = Review.query.get(1)
    Review.query.filter_by(gig_id=review.gig_id).update({"stars": 4})
    return review.stars
    """,
)
rewritten("update.renamed_attribute", 'Rider.query.filter_by(kind="food").update({"full": "soup"})')
rewritten("update.renamed_column", 'Rider.query.filter_by(kind="food").update({"full_name": "soup"})')
rewritten("update.hybrid", 'Band.query.filter_by(id=1).update({"rating": 3})')
rewritten("update.nothing", "Review.query.filter_by(gig_id=1).update({})")
rewritten("update.function", "Review.query.update({Review.body: func.upper(Review.body)})")
rewritten("update.other_database", 'Sponsor.query.filter_by(level=1).update({"name": "Bakers"})')
rewritten(
    "update.in_query",
    'Review.query.filter(Review.gig_id.in_(db.session.query(Gig.id).filter(Gig.seats > 90))).update({"stars": 1}, synchronize_session=False)',
)
rewritten(
    "update.two_tables",
    'Review.query.filter(Review.gig_id == Gig.id, Gig.seats > 90).update({"stars": 1}, synchronize_session=False)',
)
either(
    "update.ordered_values",
    'Review.query.update({Review.stars: 5, Review.body: "x"}, update_args={"preserve_parameter_order": True})',
)
rewritten("update.joined_subclass", 'Technician.query.update({"skill": "video"})')
rewritten("update.null", 'Band.query.filter_by(score=None).update({"score": 0})')
rewritten(
    "update.variable",
    """
    values = {"stars": 2}
    return Review.query.filter_by(gig_id=1).update(values)
    """,
)
refused("update.limited", 'Review.query.limit(1).update({"stars": 1})', "Q-LEGACY-RAISES")
refused("update.ordered", 'Review.query.order_by(Review.id).update({"stars": 1})', "Q-LEGACY-RAISES")

# Pages
rewritten("paginate.plain", "Band.query.order_by(Band.id).paginate(page=1, per_page=2)")
rewritten("paginate.from_request", "Band.query.order_by(Band.id).paginate()", path="/?page=2&per_page=2")
rewritten("paginate.bad_page", "Band.query.order_by(Band.id).paginate()", path="/?page=x")
rewritten("paginate.out_of_range", "Band.query.order_by(Band.id).paginate(page=9, per_page=2)")
rewritten("paginate.out_of_range_quietly", "Band.query.order_by(Band.id).paginate(page=9, per_page=2, error_out=False)")
rewritten("paginate.most", "Band.query.order_by(Band.id).paginate(page=1, per_page=1000, max_per_page=2)")
rewritten("paginate.most_by_default", "Band.query.order_by(Band.id).paginate(page=1, per_page=1000)")
rewritten("paginate.uncounted", "Band.query.order_by(Band.id).paginate(page=1, per_page=2, count=False)")
rewritten("paginate.over_join", "Band.query.join(Band.gigs).order_by(Band.id).paginate(page=1, per_page=5)")
rewritten("paginate.joined_collection", "Booking.query.order_by(Booking.id).paginate(page=1, per_page=2)")
refused(
    "paginate.columns",
    "db.session.query(Band.id, Band.name).order_by(Band.id).paginate(page=1, per_page=2)",
    "Q-PAGINATE-ROWS",
)
refused(
    "paginate.two_entities",
    "db.session.query(Band, Gig).join(Gig).order_by(Gig.id).paginate(page=1, per_page=2)",
    "Q-PAGINATE-ROWS",
)
refused(
    "paginate.added_column",
    "Band.query.add_columns(Band.score).order_by(Band.id).paginate(page=1, per_page=2)",
    "Q-PAGINATE-ROWS",
)
refused(
    "paginate.with_entities",
    "Band.query.with_entities(Band.name).order_by(Band.id).paginate(page=1, per_page=5)",
    "Q-PAGINATE-ROWS",
)
rewritten("paginate.other_database", "Sponsor.query.order_by(Sponsor.id).paginate(page=1, per_page=2)")
rewritten("paginate.items", "[band.id for band in Band.query.order_by(Band.id).paginate(page=1, per_page=2).items]")
rewritten("paginate.next", "Band.query.order_by(Band.id).paginate(page=1, per_page=2).next()")
refused("paginate.limited", "Band.query.order_by(Band.id).limit(1).paginate(page=1, per_page=3)", "Q-LEGACY-RAISES")
rewritten("paginate.distinct", "Band.query.join(Band.gigs).distinct().order_by(Band.id).paginate(page=1, per_page=3)")
rewritten("paginate.joined_subclass", "Technician.query.order_by(Technician.id).paginate(page=1, per_page=1)")
rewritten(
    "paginate.selectinload",
    "Band.query.options(selectinload(Band.gigs)).order_by(Band.id).paginate(page=1, per_page=2)",
)
rewritten(
    "paginate.load_only", "Band.query.options(load_only(Band.name)).order_by(Band.id).paginate(page=1, per_page=2)"
)
left_open("paginate.dynamic", "db.session.get(Band, 1).songs.paginate(page=1, per_page=2)")
rewritten(
    "paginate.contains_eager",
    "Band.query.join(Band.gigs).options(contains_eager(Band.gigs)).order_by(Band.id).paginate(page=1, per_page=5)",
)

# Joins, and the class that filter_by() applies to
rewritten("join.relationship", 'Gig.query.join(Gig.band).filter(Band.name == "Moth").order_by(Gig.id).all()')
rewritten("join.target", 'Gig.query.join(Band).filter(Band.name == "Moth").all()')
rewritten("join.condition", "Gig.query.join(Band, Band.id == Gig.band_id).all()")
rewritten("join.target_and_relationship", "Gig.query.join(Band, Gig.band).all()")
rewritten("join.outer_flag", "Band.query.join(Band.gigs, isouter=True).all()")
rewritten("join.outer", "Band.query.outerjoin(Band.gigs).filter(Gig.id == None).all()")
rewritten("join.full", "Band.query.outerjoin(Band.gigs, full=True).filter(Band.id != None).order_by(Band.id).all()")
rewritten("join.many_to_many", 'Gig.query.join(Gig.genres).filter(Genre.name == "folk").all()')
rewritten("join.table", 'Gig.query.join(gig_genres).join(Genre).filter(Genre.name == "folk").all()')
rewritten("join.chain", "Band.query.join(Band.gigs).join(Gig.reviews).filter(Review.stars > 2).all()")
rewritten(
    "join.alias",
    """
    above = aliased(Place)
    return Place.query.join(above, Place.parent).filter(above.name == "field").all()
    """,
)
rewritten(
    "join.of_type",
    """
    above = aliased(Place)
    return Place.query.join(Place.parent.of_type(above)).filter(above.name == "field").all()
    """,
)
rewritten("join.relationship_and", "Band.query.outerjoin(Band.gigs.and_(Gig.seats > 90)).all()")
rewritten("join.from_the_other_side", "Band.query.join(Gig.band).all()")
rewritten("join.select_from", "db.session.query(Band).select_from(Gig).join(Gig.band).order_by(Band.id).all()")
rewritten(
    "join.subquery",
    """
    counts = db.session.query(Gig.band_id, func.count(Gig.id).label("n")).group_by(Gig.band_id).subquery()
    return db.session.query(Band, counts.c.n).join(counts, counts.c.band_id == Band.id).order_by(Band.id).all()
    """,
)
rewritten(
    "join.outer_subquery",
    """
    counts = db.session.query(Gig.band_id, func.count(Gig.id).label("n")).group_by(Gig.band_id).subquery()
    return [
        (band.name, n)
        for band, n in db.session.query(Band, counts.c.n).outerjoin(counts, counts.c.band_id == Band.id).order_by(Band.id)
    ]
    """,
)
rewritten(
    "join.self_reference",
    """
    above = aliased(Place)
    return db.session.query(Place, above).join(above, Place.parent_id == above.id).order_by(Place.id).all()
    """,
)
rewritten("join.children", "Place.query.join(Place.parent.of_type(aliased(Place))).order_by(Place.id).all()")
rewritten("join.names", "[(row.Band.id, row.Gig.id) for row in db.session.query(Band, Gig).join(Gig).order_by(Gig.id)]")
rewritten("filter_by.after_join", 'Band.query.join(Band.gigs).filter_by(name="Moth").all()')
rewritten("filter_by.after_join_two", 'Band.query.join(Band.gigs).filter_by(name="Matinee", sold_out=False).all()')
rewritten("filter_by.after_join_null", "Band.query.join(Band.gigs).filter_by(seats=None).all()")
either(
    "filter_by.after_join_attribute_of_the_left", 'Band.query.join(Band.gigs).filter_by(email="otters@fest.io").all()'
)
rewritten("filter_by.before_join", 'Band.query.filter_by(name="Otters").join(Band.gigs).all()')
rewritten(
    "filter_by.before_and_after_join",
    'Band.query.filter_by(name="Otters").join(Band.gigs).filter_by(name="Moth").all()',
)
rewritten("filter_by.after_join_table", "Gig.query.join(gig_genres).filter_by(genre_id=1).all()")
rewritten("filter_by.reset_joinpoint", 'Band.query.join(Band.gigs).reset_joinpoint().filter_by(name="Otters").all()')
rewritten("filter_by.after_condition_join", 'Band.query.join(Gig, Gig.band_id == Band.id).filter_by(name="Moth").all()')
rewritten("filter_by.after_target_join", 'Gig.query.join(Band).filter_by(name="Moth").all()')
rewritten("filter_by.after_backref_join", "Stage.query.join(Stage.slots).filter_by(starts=10).all()")
rewritten("filter_by.after_many_to_many", 'Gig.query.join(Gig.genres).filter_by(name="folk").order_by(Gig.id).all()')
rewritten(
    "filter_by.after_alias_join",
    """
    above = aliased(Place)
    return Place.query.join(above, Place.parent).filter_by(name="field").all()
    """,
)
rewritten(
    "filter_by.select_from",
    'db.session.query(func.count(Gig.id)).select_from(Band).join(Band.gigs).filter_by(name="Moth").scalar()',
)
rewritten("filter_by.select_from_alone", 'db.session.query(Band.id).select_from(Band).filter_by(name="Otters").all()')
rewritten("filter_by.column", 'db.session.query(Band.id).filter_by(name="Otters").all()')
rewritten("filter_by.function", 'db.session.query(func.count(Band.id)).filter_by(name="Moth").scalar()')
rewritten("filter_by.two_entities", 'db.session.query(Band, Gig).filter_by(name="Otters").all()')
rewritten(
    "filter_by.two_entities_joined_by_hand",
    'db.session.query(Band, Gig).filter(Band.id == Gig.band_id).filter_by(name="Otters").all()',
)
rewritten("filter_by.relationship", "Gig.query.filter_by(band=Band.query.get(1)).all()")
rewritten("filter_by.unpacked", 'Band.query.filter_by(**{"name": "Moth", "country": "SE"}).all()')
either("filter_by.unpacked_after_join", 'Band.query.join(Band.gigs).filter_by(**{"name": "Moth"}).all()')
either("filter_by.unknown_attribute", "Band.query.filter_by(nope=1).all()")
rewritten("filter_by.added_columns", 'Band.query.add_columns(Gig.seats).join(Gig).filter_by(name="Moth").all()')
rewritten("filter_by.joined_subclass", 'Staff.query.join(Badge).filter_by(code="A1").all()')

# Windows
rewritten("limit.plain", "Band.query.order_by(Band.id).limit(2).all()")
rewritten("limit.none", "Band.query.order_by(Band.id).limit(None).all()")
rewritten("limit.text", 'Band.query.order_by(Band.id).limit("2").all()')
rewritten("limit.offset", "Band.query.order_by(Band.id).limit(2).offset(1).all()")
rewritten("limit.offset_alone", "Band.query.order_by(Band.id).offset(3).all()")
refused("limit.then_filter_by", "Band.query.limit(2).filter_by(active=False).all()", "Q-LEGACY-RAISES")
refused("limit.then_filter", "Band.query.limit(2).filter(Band.active).all()", "Q-LEGACY-RAISES")
refused("limit.then_order_by", "Band.query.limit(2).order_by(Band.id).all()", "Q-LEGACY-RAISES")
refused("limit.then_join", "Band.query.limit(2).join(Band.gigs).all()", "Q-LEGACY-RAISES")
rewritten("limit.then_distinct", "Band.query.limit(2).distinct().all()")
refused(
    "limit.then_group_by", "db.session.query(Band.country).limit(2).group_by(Band.country).all()", "Q-LEGACY-RAISES"
)
rewritten("limit.over_join", "Band.query.join(Band.gigs).order_by(Band.id).limit(5).all()")
rewritten("slice.method", "Band.query.order_by(Band.id).slice(1, 3).all()")
rewritten("slice.method_twice", "Band.query.order_by(Band.id).slice(1, 4).slice(1, 2).all()")
rewritten("item.second", "Band.query.order_by(Band.id)[1]")
rewritten("item.first", "Band.query.order_by(Band.id)[0]")
rewritten("item.missing", "Band.query.order_by(Band.id)[77]")
rewritten("item.slice", "Band.query.order_by(Band.id)[1:3]")
rewritten("item.slice_from", "Band.query.order_by(Band.id)[2:]")
rewritten("item.slice_to", "Band.query.order_by(Band.id)[:2]")
either("item.slice_step", "Band.query.order_by(Band.id)[0:4:2]")
either("item.slice_from_the_end", "Band.query.order_by(Band.id)[-2:]")
either("item.slice_empty", "Band.query.order_by(Band.id)[3:3]")
either("item.slice_all", "Band.query.order_by(Band.id)[:]")
rewritten("item.after_limit", "Band.query.order_by(Band.id).limit(3)[1]")
rewritten("item.joined_collection", "Booking.query.order_by(Booking.id)[0:2]")
rewritten("item.column", "db.session.query(Band.name).order_by(Band.id)[1]")
branching(
    "item.variable",
    "Band.query.order_by(Band.id)[n]",
    Expected.EITHER,
    parameters="n",
    calls=[{"n": 0}, {"n": 2}, {"n": -1}, {"n": 77}],
)
branching(
    "item.slice_variables",
    "Band.query.order_by(Band.id)[a:b]",
    Expected.EITHER,
    parameters="a, b",
    calls=[{"a": 0, "b": 2}, {"a": 1, "b": 1}, {"a": 3, "b": 1}, {"a": None, "b": 2}],
)

# What is selected
rewritten("entities.columns", "Band.query.with_entities(Band.id, Band.name).order_by(Band.id).all()")
rewritten("entities.filter_by", "Band.query.filter_by(active=True).with_entities(Band.id).all()")
rewritten("entities.function_without_from", "Band.query.with_entities(func.count()).scalar()")
rewritten("entities.function_filtered", "Band.query.filter(Band.active).with_entities(func.count()).scalar()")
rewritten(
    "entities.other_entity", "Band.query.join(Band.gigs).filter(Band.id == 1).with_entities(Gig).order_by(Gig.id).all()"
)
rewritten("entities.column_after_join", "Band.query.join(Band.gigs).with_entities(Gig.name).order_by(Gig.id).all()")
rewritten(
    "entities.column_after_outer_join",
    "Band.query.outerjoin(Band.gigs).with_entities(Gig.name).order_by(Band.id, Gig.id).all()",
)
rewritten("entities.options", "Band.query.options(joinedload(Band.gigs)).with_entities(Band.name).all()")
rewritten("entities.distinct", "Band.query.with_entities(Band.country).distinct().order_by(Band.country).all()")
rewritten("entities.flat", "[name for (name,) in Band.query.with_entities(Band.name)]")
rewritten(
    "entities.aggregate_group",
    'Band.query.with_entities(Band.country, func.count(Band.id).label("n")).group_by(Band.country).order_by("n", "country").all()',
)
rewritten("entities.same_entity", "Band.query.filter_by(active=True).with_entities(Band).all()")
rewritten("entities.function_count", "Band.query.filter_by(active=True).with_entities(Band.country).count()")
rewritten("entities.add_columns", "Band.query.add_columns(Band.score).order_by(Band.id).all()")
rewritten(
    "entities.add_columns_twice",
    "db.session.query(Band.id).add_columns(Band.name).add_columns(Band.score).order_by(Band.id).all()",
)
rewritten(
    "entities.add_columns_aggregate",
    'Band.query.outerjoin(Band.gigs).add_columns(func.count(Gig.id).label("n")).group_by(Band.id).order_by(Band.id).all()',
)
rewritten("entities.add_entity", "Band.query.join(Band.gigs).add_entity(Gig).order_by(Gig.id).all()")
either("entities.add_column", "Band.query.add_column(Band.score).order_by(Band.id).all()")
either("entities.only_tuples", "Band.query.only_return_tuples(True).order_by(Band.id).all()")
either("entities.tuples", "db.session.query(Band.id, Band.name).tuples().all()")
rewritten(
    "entities.alias",
    """
    other = aliased(Band)
    return db.session.query(other).filter(other.id == 1).all()
    """,
)
either("entities.bundle", 'db.session.query(Bundle("b", Band.id, Band.name)).order_by(Band.id).all()')
either(
    "entities.bundle_single",
    'db.session.query(Bundle("b", Band.id, Band.name, single_entity=True)).order_by(Band.id).all()',
)
rewritten("entities.table", "db.session.query(gig_genres).order_by(gig_genres.c.gig_id, gig_genres.c.genre_id).all()")
rewritten(
    "entities.table_filter_by", "db.session.query(gig_genres).filter_by(genre_id=3).order_by(gig_genres.c.gig_id).all()"
)
rewritten("entities.table_column", 'db.session.query(gig_genres.c.gig_id).distinct().order_by("gig_id").all()')
either("entities.text", 'db.session.query(text("1")).all()')
rewritten(
    "entities.column_twice_labelled", 'db.session.query(Band.name, Band.name.label("again")).order_by(Band.id).first()'
)
either("entities.column_twice", "db.session.query(Band.name, Band.name).order_by(Band.id).first()")
either(
    "entities.unpacked",
    """
    columns = [Band.id, Band.name]
    return db.session.query(*columns).order_by(Band.id).all()
    """,
)
branching(
    "entities.unpacked_unknown",
    """
    columns = [Band] if whole else [Band.id, Band.name]
    return db.session.query(*columns).order_by(Band.id).all()
    """,
    Expected.REFUSED,
    "Q-STAR-ARGS",
    parameters="whole",
    calls=[{"whole": True}, {"whole": False}],
)
rewritten(
    "entities.rows_as_dicts", "[dict(row._mapping) for row in db.session.query(Band.id, Band.name).order_by(Band.id)]"
)
rewritten("entities.dict_of_pairs", "dict(db.session.query(Band.id, Band.name).all())")
rewritten("entities.dict_of_query", "dict(db.session.query(Band.id, Band.name))")
either(
    "entities.asdict", "[row._asdict() for row in db.session.query(Band.id, func.max(Band.score)).group_by(Band.id)]"
)
rewritten(
    "entities.asdict_labelled",
    '[row._asdict() for row in db.session.query(Band.id, func.max(Band.score).label("best")).group_by(Band.id)]',
)

# Distinct, groups
rewritten("distinct.entity", "Band.query.join(Band.gigs).distinct().order_by(Band.id).all()")
either("distinct.ordered_by_another", "Band.query.join(Band.gigs).distinct().order_by(Gig.seats, Band.id).all()")
either("distinct.columns_ordered_by_another", "db.session.query(Band.name).distinct().order_by(Band.id).all()")
rewritten("distinct.column", "db.session.query(Band.country).distinct().all()")
either(
    "distinct.on",
    "db.session.query(Band.country, Band.id).distinct(Band.country).order_by(Band.country, Band.id).all()",
)
rewritten(
    "group.having",
    'db.session.query(Band.country, func.sum(Band.score).label("s")).group_by(Band.country).having(func.count(Band.id) > 1).order_by(Band.country).all()',
)
either(
    "group.having_unlabelled",
    "db.session.query(Band.country, func.sum(Band.score)).group_by(Band.country).having(func.count(Band.id) > 1).order_by(Band.country).all()",
)
rewritten(
    "group.by_text",
    'db.session.query(Band.country, func.count().label("n")).group_by("country").order_by("country").all()',
)
rewritten("group.by_none", "db.session.query(Band.country).group_by(Band.country).group_by(None).all()")
rewritten(
    "group.ordered_by_label",
    'db.session.query(Band.country, func.count(Band.id).label("n")).group_by(Band.country).order_by("n", "country").all()',
)
rewritten(
    "group.ordered_by_label_descending",
    'db.session.query(Band.country, func.count(Band.id).label("n")).group_by(Band.country).order_by(desc("n"), "country").all()',
)
rewritten("group.entity", "Band.query.join(Band.gigs).group_by(Band.id).having(func.count(Gig.id) > 1).all()")
rewritten(
    "group.order_by_function",
    "Band.query.outerjoin(Band.gigs).group_by(Band.id).order_by(func.count(Gig.id).desc(), Band.id).limit(3).all()",
)

# Set operations
either("union.all", "Band.query.filter_by(id=1).union(Band.query.filter_by(id=2)).all()")
either("union.iterated", "sorted(band.id for band in Band.query.filter_by(id=1).union(Band.query.filter_by(id=2)))")
either("union.ordered", "Band.query.filter_by(id=1).union(Band.query.filter_by(id=2)).order_by(Band.id.desc()).all()")
either(
    "union.filtered", 'Band.query.filter_by(id=1).union(Band.query.filter_by(id=2)).filter(Band.name == "Moth").all()'
)
either("union.count", "Band.query.filter_by(id=1).union(Band.query.filter_by(id=2)).count()")
either("union.all_repeats", "Band.query.filter_by(id=1).union_all(Band.query.filter_by(id=1)).all()")
either("union.columns", "sorted(db.session.query(Band.name).union(db.session.query(Genre.name)).all())")
either(
    "union.columns_first", "db.session.query(Band.name).union(db.session.query(Genre.name)).order_by(Band.name).first()"
)
either(
    "union.limits",
    "Band.query.order_by(Band.id).limit(1).union(Band.query.order_by(Band.id.desc()).limit(1)).all()",
)
either(
    "union.intersect",
    "Band.query.filter(Band.id > 1).intersect(Band.query.filter(Band.id < 4)).order_by(Band.id).all()",
)
either("union.except", "Band.query.except_(Band.query.filter(Band.id < 4)).order_by(Band.id).all()")
either(
    "union.joined_collection",
    "Booking.query.filter_by(id=2).union(Booking.query.filter_by(id=3)).order_by(Booking.id).all()",
)
either(
    "union.pages",
    "Band.query.filter_by(id=1).union(Band.query.filter_by(id=2)).order_by(Band.id).paginate(page=1, per_page=1)",
)
either("union.other_database", "db.session.query(Sponsor.name).union(db.session.query(Sponsor.name)).all()")

# Queries inside queries
rewritten("subquery.keys", "list(db.session.query(Band.id, Gig.id, Gig.name).join(Gig).subquery().c.keys())")
either(
    "subquery.keys_with_labels", "list(db.session.query(Band.id, Gig.id).join(Gig).subquery(with_labels=True).c.keys())"
)
rewritten("subquery.name", 'db.session.query(db.session.query(Band.id).subquery("chosen")).order_by("id").all()')
rewritten("subquery.entity_keys", "list(Band.query.subquery().c.keys())")
rewritten("subquery.renamed_keys", "list(Rider.query.subquery().c.keys())")
rewritten("subquery.joined_collection", "str(Booking.query.subquery().select())")
rewritten("subquery.joinedload", "str(Band.query.options(joinedload(Band.gigs)).subquery().select())")
rewritten(
    "subquery.scalar",
    'db.session.query(Band.id, db.session.query(func.count(Gig.id)).filter(Gig.band_id == Band.id).scalar_subquery().label("n")).order_by(Band.id).all()',
)
either(
    "subquery.scalar_unlabelled",
    "db.session.query(Band.id, db.session.query(func.count(Gig.id)).filter(Gig.band_id == Band.id).scalar_subquery()).order_by(Band.id).all()",
)
rewritten(
    "subquery.correlate",
    'db.session.query(Band.id, db.session.query(func.count(Gig.id)).filter(Gig.band_id == Band.id).correlate(Band).scalar_subquery().label("n")).order_by(Band.id).all()',
)
rewritten(
    "subquery.as_scalar",
    "db.session.query(Band.id).filter(Band.score == db.session.query(func.max(Band.score)).as_scalar()).all()",
)
rewritten(
    "subquery.label",
    'db.session.query(Band.id, db.session.query(func.count(Gig.id)).filter(Gig.band_id == Band.id).label("n")).order_by(Band.id).all()',
)
rewritten(
    "subquery.compared", "db.session.query(Band.id).filter(Band.score == db.session.query(func.max(Band.score))).all()"
)
rewritten(
    "subquery.cte",
    """
    big = db.session.query(Gig.band_id).filter(Gig.seats > 90).cte("big")
    return db.session.query(Band).join(big, big.c.band_id == Band.id).order_by(Band.id).all()
    """,
)
rewritten(
    "subquery.cte_recursive",
    """
    tree = db.session.query(Place.id).filter(Place.parent_id == None).cte("tree", recursive=True)
    tree = tree.union_all(db.session.query(Place.id).filter(Place.parent_id == tree.c.id))
    return db.session.query(Place).join(tree, tree.c.id == Place.id).count()
    """,
)
rewritten(
    "subquery.selected_from",
    """
    counts = db.session.query(func.count(Gig.id).label("n")).group_by(Gig.band_id).subquery()
    return db.session.query(func.avg(counts.c.n)).scalar()
    """,
)
rewritten(
    "subquery.correlated_in_loop",
    """
    best = {}
    for band in Band.query.order_by(Band.id):
        best[band.name] = db.session.query(func.max(Gig.seats)).filter(Gig.band_id == band.id).scalar()
    return best
    """,
)
either("subquery.statement", "db.session.execute(Band.query.filter_by(id=1).statement).all()")
refused("subquery.str", "str(Band.query.filter_by(id=1))")
either("subquery.whereclause", "str(Band.query.filter_by(id=1).whereclause)")
either("subquery.column_descriptions", '[column["name"] for column in Band.query.column_descriptions]')

# Options and execution
rewritten("options.yield_per", "[band.id for band in Band.query.order_by(Band.id).yield_per(2)]")
rewritten(
    "options.yield_per_over_join", "[band.id for band in Band.query.join(Band.gigs).order_by(Band.id).yield_per(2)]"
)
either("options.yield_per_joined_collection", "[booking.id for booking in Booking.query.yield_per(2)]")
either("options.enable_eagerloads", "Booking.query.enable_eagerloads(False).all()")
either(
    "options.populate_existing",
    """
    band = Band.query.get(1)
    band.name = "changed"
    Band.query.autoflush(False).populate_existing().filter_by(id=1).one()
    return band.name
    """,
)
rewritten(
    "options.autoflush",
    """
    db.session.add(Band(id=60, name="Sixty", active=True))
    return Band.query.autoflush(False).filter_by(name="Sixty").first()
    """,
)
rewritten("options.execution_options", "Band.query.execution_options(trace=1).all()")
rewritten("options.for_update", "Band.query.filter_by(id=1).with_for_update().one()")
rewritten(
    "options.for_update_of",
    "Gig.query.join(Gig.band).filter(Band.id == 1).with_for_update(of=Gig, skip_locked=True).order_by(Gig.id).all()",
)
rewritten(
    "options.for_update_refreshes",
    """
    band = Band.query.get(1)
    band.score = 1
    db.session.flush()
    return Band.query.with_for_update().filter_by(id=1).one().score
    """,
)
rewritten("options.prefix_with", 'Band.query.prefix_with("/*+ x */").order_by(Band.id).all()')
rewritten("options.suffix_with", 'Band.query.suffix_with("-- x").all()')
either("options.with_hint", 'Band.query.with_hint(Band, "HINT", "oracle").all()')
rewritten("options.params", 'Band.query.filter(Band.id == bindparam("x")).params(x=1).one()')
rewritten("options.params_dict", 'Band.query.filter(Band.id == bindparam("x")).params({"x": 1}).one()')
either("options.with_parent", "Gig.query.with_parent(Band.query.get(1)).order_by(Gig.id).all()")
either("options.with_parent_property", "Gig.query.with_parent(Band.query.get(1), Band.gigs).order_by(Gig.id).all()")
either("options.with_labels", "str(Band.query.with_labels().statement)")
either("options.with_transformation", "Band.query.with_transformation(lambda q: q.filter_by(id=1)).all()")
either("options.with_session", "Band.query.with_session(db.session()).all()")
rewritten(
    "options.from_statement",
    'db.session.query(Band).from_statement(text("select * from band where id=:i")).params(i=1).all()',
)
either("options.values", "list(Band.query.order_by(Band.id).values(Band.id, Band.name))")
either("options.value", "Band.query.filter_by(id=1).value(Band.name)")
either("options.value_of_many", "Band.query.order_by(Band.id).value(Band.name)")
either("options.value_of_none", "Band.query.filter_by(id=99).value(Band.name)")
either("options.merge_result", "list(Band.query.merge_result(Band.query.all(), load=False))")
rewritten("options.reset_joinpoint", "Band.query.join(Band.gigs).reset_joinpoint().filter_by(id=1).all()")
rewritten("options.lazyload", 'Booking.query.options(lazyload("*")).order_by(Booking.id).all()')

# Dynamic relationships
left_open("dynamic.all", "db.session.get(Band, 1).songs.all()")
left_open("dynamic.unordered", "db.session.get(Band, 1).songs.order_by(None).all()")
left_open("dynamic.filter_by", 'db.session.get(Band, 1).songs.filter_by(title="Weir").first()')
left_open("dynamic.count", "db.session.get(Band, 1).songs.count()")
left_open("dynamic.filter", "db.session.get(Band, 1).songs.filter(Song.position > 1).all()")
either("dynamic.backref", "Staff.query.get(2).badges.order_by(Badge.id).all()")
left_open(
    "dynamic.transient",
    """
    band = Band(name="new")
    band.songs.append(Song(title="First"))
    return [song.title for song in band.songs]
    """,
)
left_open(
    "dynamic.append",
    """
    band = Band.query.get(1)
    band.songs.append(Song(id=70, title="Late", position=9))
    return band.songs.count()
    """,
)
left_open(
    "dynamic.loop",
    """
    titles = []
    for band in Band.query.order_by(Band.id):
        for song in band.songs:
            titles.append(song.title)
    return titles
    """,
)

# Queries in variables
FLAGS: list[dict[str, object]] = [{"flag": True}, {"flag": False}]
rewritten(
    "variable.chain",
    """
    q = Band.query
    q = q.filter_by(active=True)
    q = q.order_by(Band.name)
    return q.all()
    """,
)
branching(
    "variable.conditional_filter",
    """
    q = Band.query
    if flag:
        q = q.filter(Band.score > 6)
    return q.order_by(Band.id).all()
    """,
    Expected.REWRITTEN,
    parameters="flag",
    calls=FLAGS,
)
branching(
    "variable.conditional_join",
    """
    q = Band.query
    if flag:
        q = q.join(Band.gigs).filter(Gig.seats > 50)
    return q.order_by(Band.id).all()
    """,
    Expected.REWRITTEN,
    parameters="flag",
    calls=FLAGS,
)
branching(
    "variable.filter_by_after_conditional_join",
    """
    q = Band.query
    if flag:
        q = q.join(Band.gigs)
    return q.filter_by(name="Moth").all()
    """,
    Expected.EITHER,
    parameters="flag",
    calls=FLAGS,
)
branching(
    "variable.either_filter",
    """
    if flag:
        q = Band.query.filter_by(active=True)
    else:
        q = Band.query.filter(Band.score.is_(None))
    return q.count(), q.all()
    """,
    Expected.REWRITTEN,
    parameters="flag",
    calls=FLAGS,
)
branching(
    "variable.ternary",
    """
    q = Band.query.filter_by(active=True) if flag else Band.query
    return [band.id for band in q]
    """,
    Expected.REWRITTEN,
    parameters="flag",
    calls=FLAGS,
)
branching(
    "variable.two_models",
    """
    q = Band.query if flag else Gig.query
    return q.all()
    """,
    Expected.EITHER,
    parameters="flag",
    calls=FLAGS,
)
branching(
    "variable.row_or_entity",
    """
    q = db.session.query(Band)
    if flag:
        q = q.with_entities(Band.id)
    return q.order_by(Band.id).all()
    """,
    Expected.EITHER,
    parameters="flag",
    calls=FLAGS,
)
branching(
    "variable.column_added_on_one_path",
    """
    q = Band.query
    if flag:
        q = q.add_columns(Band.score)
    return q.order_by(Band.id).all()
    """,
    Expected.EITHER,
    parameters="flag",
    calls=FLAGS,
)
branching(
    "variable.conditional_limit",
    """
    q = Band.query.order_by(Band.id)
    if flag:
        q = q.limit(2)
    return q.all(), q.count()
    """,
    Expected.REWRITTEN,
    parameters="flag",
    calls=FLAGS,
)
branching(
    "variable.filter_after_conditional_limit",
    """
    q = Band.query
    if flag:
        q = q.limit(2)
    return q.filter(Band.active).all()
    """,
    Expected.EITHER,
    parameters="flag",
    calls=FLAGS,
)
branching(
    "variable.loop_of_filters",
    """
    q = Band.query
    for word in words:
        q = q.filter(Band.name.contains(word))
    return q.all()
    """,
    Expected.REWRITTEN,
    parameters="words",
    calls=[{"words": []}, {"words": ["o"]}, {"words": ["o", "t"]}],
)
branching(
    "variable.loop_of_joins",
    """
    q = Gig.query
    for name in names:
        q = q.filter(Gig.genres.any(Genre.name == name))
    return q.order_by(Gig.id).all()
    """,
    Expected.REWRITTEN,
    parameters="names",
    calls=[{"names": []}, {"names": ["folk"]}, {"names": ["folk", "jazz"]}],
)
rewritten(
    "variable.page_and_total",
    """
    q = Band.query.filter_by(active=True)
    total = q.count()
    bands = q.order_by(Band.id).limit(2).offset(1).all()
    return total, bands
    """,
)
rewritten(
    "variable.rebound_to_a_list",
    """
    bands = Band.query.order_by(Band.id)
    bands = bands.all()
    return bands[0], len(bands)
    """,
)
branching(
    "variable.list_or_query",
    """
    bands = Band.query.order_by(Band.id)
    if flag:
        bands = bands.all()
    return [band.id for band in bands]
    """,
    Expected.EITHER,
    parameters="flag",
    calls=FLAGS,
)
rewritten(
    "variable.two_from_one",
    """
    base = Band.query.filter(Band.score > 4)
    on = base.filter_by(active=True)
    off = base.filter_by(active=False)
    return on.count(), off.count(), base.count()
    """,
)
rewritten(
    "variable.inner_query",
    """
    wanted = db.session.query(Gig.band_id).filter(Gig.sold_out)
    return Band.query.filter(Band.id.in_(wanted)).order_by(Band.id).all()
    """,
)
branching(
    "variable.returned",
    """
    q = Band.query.filter_by(active=True)
    if flag:
        return q
    return q.all()
    """,
    Expected.REFUSED,
    "Q-ESCAPES",
    parameters="flag",
    calls=FLAGS,
)
refused("variable.stored", 'return {"bands": Band.query.filter_by(active=True)}', "Q-ESCAPES")
either(
    "variable.captured",
    """
    q = Band.query.order_by(Band.id)

    def first():
        return q.first()

    return first()
    """,
)
refused("variable.getattr", 'getattr(Band.query, "all")()')
branching(
    "variable.none_or_query",
    """
    q = None
    if flag:
        q = Band.query.filter_by(active=True)
    if q is None:
        return "nothing"
    return q.count()
    """,
    Expected.EITHER,
    parameters="flag",
    calls=FLAGS,
)
branching(
    "variable.try",
    """
    try:
        q = Band.query.filter_by(id=int(number))
    except ValueError:
        q = Band.query.filter_by(name=number)
    return q.first()
    """,
    Expected.REWRITTEN,
    parameters="number",
    calls=[{"number": "1"}, {"number": "Moth"}],
)
branching(
    "variable.while",
    """
    q = Place.query.filter(Place.id > 0)
    while limit:
        q = q.filter(Place.id != limit)
        limit -= 1
    return [place.id for place in q]
    """,
    Expected.REWRITTEN,
    parameters="limit",
    calls=[{"limit": 0}, {"limit": 3}],
)
branching(
    "variable.query_in_condition",
    """
    if Band.query.filter_by(name=name).count():
        return Band.query.filter_by(name=name).first()
    return None
    """,
    Expected.REWRITTEN,
    parameters="name",
    calls=[{"name": "Moth"}, {"name": "nobody"}],
)
rewritten(
    "variable.session_alias",
    """
    session = db.session
    bands = session.query(Band).filter_by(active=True).all()
    return len(bands), session.query(Gig).count()
    """,
)
rewritten(
    "variable.walrus",
    """
    if (band := Band.query.filter_by(name="Moth").first()) is not None:
        return band.id
    return None
    """,
)
rewritten(
    "variable.comments",
    """
    q = Band.query  # every band
    # but only those that play
    q = q.filter_by(active=True)  # active ones
    return q.order_by(Band.name).all()  # by name
    """,
)

# Queries that leave the function


def helped(id: str, helpers: str, body: str, expected: Expected, *codes: str) -> None:
    """A case with helper functions."""
    CASES.append(Case(id, body, expected, codes, helpers=helpers))


helped(
    "helper.returns",
    """
    def _playing_bands():
        return Band.query.filter_by(active=True)
    """,
    "_playing_bands().order_by(Band.name).all()",
    Expected.EITHER,
)
helped(
    "helper.returns_to_two_callers",
    """
    def _gigs_of(band_id):
        return Gig.query.filter_by(band_id=band_id).order_by(Gig.id)


    def _number_of_gigs(band_id):
        return _gigs_of(band_id).count()
    """,
    "return _number_of_gigs(1), [gig.name for gig in _gigs_of(2)]",
    Expected.EITHER,
)
helped(
    "helper.takes_and_returns",
    """
    def _only_named(q, name):
        return q.filter(Band.name == name) if name else q
    """,
    "return _only_named(Band.query, 'Moth').count(), _only_named(Band.query.order_by(Band.id), None).all()",
    Expected.EITHER,
)
helped(
    "helper.joins",
    """
    def _with_gigs(q):
        return q.join(Band.gigs)
    """,
    "_with_gigs(Band.query).order_by(Band.id).all()",
    Expected.EITHER,
)
helped(
    "helper.takes_two_kinds",
    """
    def _page(q):
        return q.limit(2).all()
    """,
    "return _page(Band.query.order_by(Band.id)), _page(db.session.query(Band.id, Band.name).order_by(Band.id))",
    Expected.EITHER,
)
helped(
    "helper.also_takes_lists",
    """
    def _names(bands):
        return [band.name for band in bands]
    """,
    "return _names(Band.query.order_by(Band.id)), _names(Band.query.all()), _names([])",
    Expected.EITHER,
)
helped(
    "helper.public",
    """
    def playing_bands():
        return Band.query.filter_by(active=True)
    """,
    "playing_bands().count()",
    Expected.EITHER,
)
helped(
    "helper.takes_a_model",
    """
    def _all_of(model):
        return model.query.order_by(model.id).all()
    """,
    "return _all_of(Band), _all_of(Gig)",
    Expected.EITHER,
)
helped(
    "helper.takes_a_session",
    """
    def _count(session):
        return session.query(Band).count()
    """,
    "return _count(db.session)",
    Expected.EITHER,
)
helped(
    "helper.yields",
    """
    def _each_name():
        for band in Band.query.order_by(Band.id):
            yield band.name
    """,
    "return list(_each_name())",
    Expected.REWRITTEN,
)
either("template.iterates", 'render_template("bands.html", bands=Band.query.order_by(Band.name))')
refused(
    "template.counts", 'render_template("count.html", bands=Band.query.order_by(Band.name))', "Q-TEMPLATE", "Q-ESCAPES"
)
rewritten("template.list", 'render_template("bands.html", bands=Band.query.order_by(Band.name).all())')
either(
    "template.text",
    'render_template_string("{% for b in bands %}{{ b.name }},{% endfor %}", bands=Band.query.order_by(Band.id))',
)
refused(
    "template.text_counts", 'render_template_string("{{ bands.count() }}", bands=Band.query)', "Q-TEMPLATE", "Q-ESCAPES"
)

# Sessions and models that objects hold


STORES = """
class Store:
    model = None

    def __init__(self, session):
        self.session = session

    def all(self):
        return self.session.query(self.model).order_by(self.model.id).all()

    def one(self, key):
        return self.session.query(self.model).get(key)

    def named(self, name):
        return self.session.query(self.model).filter_by(name=name).one_or_none()

    def first(self):
        return self.session.query(self.model).order_by(self.model.id.desc()).first()

    def size(self):
        return self.session.query(self.model).count()

    def sized(self, least):
        return self.session.query(self.model).filter(self.model.id >= least).count()


class BandStore(Store):
    model = Band


class BookingStore(Store):
    model = Booking


class StaffStore(Store):
    model = Staff


class StewardStore(Store):
    model = Steward


class SponsorStore(Store):
    model = Sponsor
"""


def stored(id: str, result: str) -> None:
    rewritten(f"stores.{id}", f"{STORES}\n\nreturn {result}")


stored("all", "BandStore(db.session).all()")
stored("joined_collection", "BookingStore(db.session).all()")
stored("other_database", "SponsorStore(db.session).all(), SponsorStore(db.session).size()")
stored("base", "StaffStore(db.session).all(), StaffStore(db.session).size(), StaffStore(db.session).first()")
stored(
    "subclass",
    "StewardStore(db.session).all(), StewardStore(db.session).size(), StewardStore(db.session).sized(2)",
)
stored("one", "BandStore(db.session).one(1), BandStore(db.session).one(99), BookingStore(db.session).one(2)")
stored("named", 'BandStore(db.session).named("Moth"), BandStore(db.session).named("nobody")')
stored("first_of_joined_collection", "BookingStore(db.session).first().lines")

SEARCH = """
def recent(model, session, limit):
    return session.query(model).order_by(model.id.desc()).limit(limit).all()

def walk(session, left):
    found = session.query(Band).filter(Band.id == left).all()
    return found + step(session, left)

def step(session, left):
    return walk(session, left - 1) if left > 1 else []
"""
rewritten(
    "stores.given_models",
    f"{SEARCH}\nreturn recent(Band, db.session, 2), recent(Booking, db.session, 1), walk(db.session, 3)",
)
refused(
    "stores.something_else",
    """
    class Playing:
        def __init__(self, session):
            self.session = session

        def query(self, model):
            return self.session.query(model).filter_by(active=True)

    def names(session):
        return [each.name for each in session.query(Band).order_by(Band.name).all()]

    return names(db.session), names(Playing(db.session))
    """,
    "Q-UNKNOWN-SESSION",
    "Q-ESCAPES",
)

# Modules with other imports


def imported(
    id: str, preamble: str, body: str, expected: Expected = Expected.REWRITTEN, *codes: str, helpers: str = ""
) -> None:
    """A case in a module of its own."""
    CASES.append(Case(id, body, expected, codes, helpers=helpers, preamble=dedent(preamble).strip("\n") + "\n"))


imported("imports.no_database", "from festival.models import Band", 'Band.query.filter_by(name="Moth").count()')
imported("imports.relative", "from ..models import Band", "Band.query.order_by(Band.id).first()")
imported("imports.relative_package", "from .. import models", "models.Band.query.get(1)")
imported(
    "imports.module", "import festival.models", "festival.models.Band.query.order_by(festival.models.Band.id).all()"
)
imported(
    "imports.module_alias",
    "import festival.models as m\nfrom festival.extensions import db",
    "m.Band.query.join(m.Band.gigs).all()",
)
imported(
    "imports.aliases",
    "from festival.extensions import db as database\nfrom festival.models import Band as Group",
    "database.session.query(Group).filter(Group.score > 5).all()",
)
imported("imports.star", "from festival.models import *", "Band.query.filter_by(active=True).all()", Expected.EITHER)
imported(
    "imports.session_alias",
    "from festival.extensions import db\nfrom festival.models import Band\n\nsession = db.session",
    "session.query(Band).count()",
)
imported(
    "imports.function_local",
    "",
    """
    from festival.models import Band

    return Band.query.filter_by(active=True).order_by(Band.id).all()
    """,
)
imported(
    "imports.select_of_the_standard_library",
    "import select\n\nfrom festival.extensions import db\nfrom festival.models import Band",
    "return Band.query.order_by(Band.id).all(), callable(select.select)",
)
imported(
    "imports.view_called_delete",
    "from festival.extensions import db\nfrom festival.models import Review",
    "return Review.query.filter_by(gig_id=1).delete(), delete(1)",
    helpers="""
    def delete(number):
        return Review.query.filter_by(gig_id=number).delete()
    """,
)
imported(
    "imports.view_called_select",
    "from festival.extensions import db\nfrom festival.models import Band",
    "select(2)",
    helpers="""
    def select(number):
        return Band.query.filter(Band.id > number).order_by(Band.id).all()
    """,
)
imported(
    "imports.parameter_called_func",
    "from festival.extensions import db\nfrom festival.models import Band",
    "_counted(str)",
    helpers="""
    def _counted(func):
        return func(Band.query.filter_by(active=True).count())
    """,
)
imported(
    "imports.variable_called_update",
    "from festival.extensions import db\nfrom festival.models import Review",
    """
    update = {"stars": 1}
    return Review.query.filter_by(gig_id=1).update(update)
    """,
)
imported(
    "imports.sqlalchemy_module",
    "import sqlalchemy as sa\n\nfrom festival.extensions import db\nfrom festival.models import Band",
    "db.session.query(sa.func.max(Band.score)).scalar()",
)
imported(
    "imports.db_functions",
    "from festival.extensions import db\nfrom festival.models import Band, Gig",
    'return db.session.query(Band.country, db.func.count(Band.id).label("n")).group_by(Band.country).order_by(db.desc("n"), Band.country).all()',
)
imported(
    "imports.select_is_there",
    "from sqlalchemy import select\n\nfrom festival.extensions import db\nfrom festival.models import Band",
    "return Band.query.count(), db.session.scalars(select(Band.id)).all()",
)
imported(
    "imports.future_and_docstring",
    '"""Bands."""\n\nfrom __future__ import annotations\n\nfrom festival.models import Band  # the groups',
    "Band.query.get_or_404(1)",
)

# What ran on older libraries, and stopped


def removed(id: str, body: str, today: str) -> None:
    """A case that raises today: to be refused, or rewritten to what it did."""
    CASES.append(Case(f"removed.{id}", body, Expected.EITHER, today=today))


removed(
    "paginate_by_position",
    "Band.query.order_by(Band.id).paginate(1, 2, False)",
    "Band.query.order_by(Band.id).paginate(page=1, per_page=2, error_out=False)",
)
removed("join_by_name", 'Band.query.join("gigs").all()', "Band.query.join(Band.gigs).all()")
removed(
    "join_two_by_name", 'Band.query.join("gigs", "reviews").all()', "Band.query.join(Band.gigs).join(Gig.reviews).all()"
)
removed(
    "join_two", "Band.query.join(Band.gigs, Gig.reviews).all()", "Band.query.join(Band.gigs).join(Gig.reviews).all()"
)
removed(
    "join_tuple",
    "Band.query.join((Gig, Gig.band_id == Band.id)).all()",
    "Band.query.join(Gig, Gig.band_id == Band.id).all()",
)
removed(
    "joinedload_by_name",
    'Band.query.options(joinedload("gigs")).all()',
    "Band.query.options(joinedload(Band.gigs)).all()",
)
removed(
    "from_self",
    "Band.query.limit(2).from_self().order_by(Band.name).all()",
    "Band.query.limit(2).from_self().order_by(Band.name).all()",
)
removed("with_lockmode", 'Band.query.with_lockmode("update").first()', "Band.query.with_for_update().first()")
removed("last_item", "Band.query.order_by(Band.id)[-1]", "Band.query.order_by(Band.id).all()[-1]")

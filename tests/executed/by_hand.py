# ruff: noqa: E501
"""Rewrites made by hand: right ones that the comparison must let pass, and wrong ones that it must catch.

The wrong ones are those that look right, raise nothing and change data (or raise only for some rows); a tool for this job is
tempted by every one of them.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from textwrap import dedent, indent

from executed.equivalence import PREAMBLE, Pair, Rewritten, Snippet


@dataclass(frozen=True, slots=True)
class ByHand:
    """``legacy`` and ``new`` are function bodies, or expressions to return. ``differ`` names what the comparison must find."""

    name: str
    legacy: str
    new: str
    differ: frozenset[str] = frozenset()

    def snippet(self) -> Snippet:
        return Snippet(self.name, function(self.name, self.legacy))


def function(name: str, body: str, parameters: str = "") -> str:
    """The ``def`` statement with ``body``; a body of one expression is returned."""
    text = dedent(body).strip("\n")
    if _is_expression(text):
        text = f"return {text}"
    return f"def {name}({parameters}):\n{indent(text, '    ')}\n"


def _is_expression(text: str) -> bool:
    try:
        ast.parse(text, mode="eval")
    except SyntaxError:
        return False
    return True


def pair(rewrites: list[ByHand]) -> Pair:
    more = "from sqlalchemy import delete, select, union, union_all, update\nfrom sqlalchemy.orm import with_parent\n"
    snippets = tuple(rewrite.snippet() for rewrite in rewrites)
    legacy = "\n\n".join([PREAMBLE, *(snippet.source for snippet in snippets)])
    new = "\n\n".join([PREAMBLE, more, *(function(rewrite.name, rewrite.new) for rewrite in rewrites)])
    return Pair("by_hand", snippets, legacy, Rewritten(new))


def wrong(name: str, legacy: str, new: str, *differ: str) -> ByHand:
    return ByHand(f"wrong_{name}", legacy, new, frozenset(differ))


def right(name: str, legacy: str, new: str) -> ByHand:
    return ByHand(f"right_{name}", legacy, new)


WRONG = [
    wrong(
        "join_repeats_entities",
        "Band.query.join(Band.gigs).all()",
        "db.session.scalars(select(Band).join(Band.gigs)).all()",
        "returns",
    ),
    wrong(
        "several_entities_repeat",
        "db.session.query(Band, Gig).join(Band.gigs).join(Gig.reviews).order_by(Gig.id).all()",
        "db.session.execute(select(Band, Gig).join(Band.gigs).join(Gig.reviews).order_by(Gig.id)).all()",
        "returns",
    ),
    wrong(
        "entity_and_column_repeat",
        "db.session.query(Band, Gig.seats).join(Band.gigs).order_by(Band.id, Gig.seats).all()",
        "db.session.execute(select(Band, Gig.seats).join(Band.gigs).order_by(Band.id, Gig.seats)).all()",
        "returns",
    ),
    wrong(
        "one_over_a_collection",
        "Band.query.join(Band.gigs).filter(Band.id == 1).one()",
        "db.session.execute(select(Band).join(Band.gigs).where(Band.id == 1)).scalar_one()",
        "raises",
        "returns",
    ),
    wrong(
        "one_or_404_over_a_collection",
        "Band.query.join(Band.gigs).filter(Band.id == 1).one_or_404()",
        "db.one_or_404(select(Band).join(Band.gigs).where(Band.id == 1))",
        "raises",
        "returns",
    ),
    wrong(
        "scalar_of_many_rows",
        "db.session.query(Band.name).scalar()",
        "db.session.scalar(select(Band.name))",
        "raises",
        "returns",
    ),
    wrong(
        "first_as_one",
        'Band.query.filter_by(name="Moth").first()',
        'db.session.execute(select(Band).filter_by(name="Moth")).scalar_one_or_none()',
        "raises",
        "returns",
        "sql",
    ),
    wrong("first_without_limit", "Band.query.first()", "db.session.scalars(select(Band)).first()", "sql"),
    wrong(
        "first_or_404_without_limit",
        'Band.query.filter_by(name="Moth").first_or_404()',
        'db.first_or_404(select(Band).filter_by(name="Moth"))',
        "sql",
    ),
    wrong(
        "repeated_column_name_read",
        "[row.id for row in db.session.query(Band.id, Gig.id).join(Band.gigs).order_by(Gig.id)]",
        "[row.id for row in db.session.execute(select(Band.id, Gig.id).join(Band.gigs).order_by(Gig.id))]",
        "returns",
    ),
    wrong(
        "repeated_column_name_kept",
        "db.session.query(Band.id, Gig.id).join(Band.gigs).order_by(Gig.id).all()",
        "db.session.execute(select(Band.id, Gig.id).join(Band.gigs).order_by(Gig.id)).all()",
        "returns",
    ),
    wrong(
        "function_without_label",
        "[dict(r._mapping) for r in db.session.query(Band.country, func.count(Band.id)).group_by(Band.country)]",
        "[dict(r._mapping) for r in db.session.execute(select(Band.country, func.count(Band.id)).group_by(Band.country))]",
        "returns",
    ),
    wrong(
        "pages_of_columns",
        "db.session.query(Band.id, Band.name).order_by(Band.id).paginate(page=1, per_page=2)",
        "db.paginate(select(Band.id, Band.name).order_by(Band.id), page=1, per_page=2)",
        "returns",
    ),
    wrong(
        "filter_after_limit",
        "Band.query.limit(2).filter_by(active=False).all()",
        "db.session.scalars(select(Band).limit(2).filter_by(active=False)).all()",
        "raises",
        "returns",
        "sql",
    ),
    wrong(
        "delete_after_order_by",
        "Review.query.order_by(Review.id).delete()",
        "db.session.execute(delete(Review)).rowcount",
        "raises",
        "returns",
        "sql",
        "database",
    ),
    wrong(
        "delete_after_limit",
        "Review.query.limit(1).delete()",
        "db.session.execute(delete(Review)).rowcount",
        "raises",
        "returns",
        "sql",
        "database",
    ),
    wrong(
        "count_of_limit",
        "Band.query.limit(2).count()",
        "db.session.scalar(select(func.count()).select_from(Band).limit(2))",
        "returns",
        "sql",
    ),
    wrong(
        "count_of_distinct",
        "db.session.query(Band.name).distinct().count()",
        "db.session.scalar(select(func.count(Band.name)).distinct())",
        "returns",
        "sql",
    ),
    wrong(
        "count_of_other_column",
        "Band.query.outerjoin(Band.gigs).count()",
        "db.session.scalar(select(func.count(Gig.id)).select_from(Band).outerjoin(Band.gigs))",
        "returns",
        "sql",
    ),
    wrong(
        "union_criteria_not_adapted",
        'Band.query.filter_by(id=1).union(Band.query.filter_by(id=2)).filter(Band.name == "Moth").all()',
        """
        both = aliased(Band, union(select(Band).filter_by(id=1), select(Band).filter_by(id=2)).subquery())
        return db.session.scalars(select(both).where(Band.name == "Moth")).all()
        """,
        "returns",
        "sql",
    ),
    wrong(
        "union_all_repeats",
        "Band.query.filter_by(id=1).union_all(Band.query.filter_by(id=1)).all()",
        "db.session.scalars(select(Band).from_statement(union_all(select(Band).filter_by(id=1), select(Band).filter_by(id=1)))).all()",
        "returns",
        "sql",
    ),
    wrong("query_class_ignored", "Flyer.query.all()", "db.session.scalars(select(Flyer)).all()", "returns"),
    wrong("query_class_get", "Flyer.query.get(2)", "db.session.get(Flyer, 2)", "returns"),
    wrong(
        "query_class_delete", "Flyer.query.delete()", "db.session.execute(delete(Flyer)).rowcount", "sql", "database"
    ),
    wrong(
        "columns_before_the_join",
        "Band.query.outerjoin(Band.gigs).with_entities(Gig.name).order_by(Gig.id).all()",
        "db.session.execute(select(Gig.name).outerjoin(Gig.band).order_by(Gig.id)).all()",
        "returns",
        "sql",
    ),
    wrong(
        "result_read_twice",
        """
        q = Band.query.order_by(Band.id)
        return [b.id for b in q], [b.id for b in q]
        """,
        """
        q = db.session.scalars(select(Band).order_by(Band.id))
        return [b.id for b in q], [b.id for b in q]
        """,
        "returns",
        "sql",
    ),
    wrong(
        "row_for_a_scalar",
        "db.session.query(Band.name).order_by(Band.id).first()",
        "db.session.scalars(select(Band.name).order_by(Band.id).limit(1)).first()",
        "returns",
    ),
    wrong("joined_collection", "Booking.query.all()", "db.session.scalars(select(Booking)).all()", "raises", "returns"),
    wrong("joined_backref", "Stage.query.all()", "db.session.scalars(select(Stage)).all()", "raises", "returns"),
    wrong("truth", "bool(Band.query.filter_by(id=99))", "bool(select(Band).filter_by(id=99))", "raises", "returns"),
    wrong(
        "loaded_more",
        "Band.query.all()",
        "db.session.scalars(select(Band).options(selectinload(Band.gigs))).all()",
        "returns",
        "sql",
    ),
    wrong(
        "loaded_less",
        "Band.query.options(joinedload(Band.gigs)).all()",
        "db.session.scalars(select(Band)).all()",
        "returns",
        "sql",
    ),
    wrong(
        "order_lost",
        "Band.query.order_by(Band.name.desc()).all()",
        "db.session.scalars(select(Band)).all()",
        "returns",
        "sql",
    ),
    wrong(
        "another_parameter",
        "Band.query.filter(Band.score > 100).all()",
        "db.session.scalars(select(Band).where(Band.score > 101)).all()",
        "sql",
    ),
    wrong("iterator_for_a_list", "Band.query.all()", "db.session.scalars(select(Band))", "returns"),
    wrong(
        "flushed_less",
        """
        db.session.add(Genre(id=9, name="drone"))
        return Band.query.count()
        """,
        """
        db.session.add(Genre(id=9, name="drone"))
        with db.session.no_autoflush:
            return db.session.scalar(select(func.count()).select_from(Band))
        """,
        "sql",
        "session",
        "database",
    ),
    wrong(
        "warns",
        "Band.query.filter(Band.id.in_(db.session.query(Gig.band_id))).all()",
        "db.session.scalars(select(Band).where(Band.id.in_(select(Gig.band_id).subquery()))).all()",
        "sql",
        "warnings",
    ),
    wrong(
        "committed",
        "Review.query.filter_by(gig_id=1).delete()",
        """
        deleted = db.session.execute(delete(Review).filter_by(gig_id=1)).rowcount
        db.session.commit()
        return deleted
        """,
        "database",
    ),
    wrong(
        "filter_by_other_target",
        'Band.query.join(Band.gigs).filter_by(name="Moth").all()',
        'db.session.scalars(select(Band).join(Band.gigs).where(Band.name == "Moth")).unique().all()',
        "returns",
        "sql",
    ),
]
"""What each must show; the comparison may not find more, and may not find less."""

RIGHT = [
    right("get", "Band.query.get(1)", "db.session.get(Band, 1)"),
    right("first", "Band.query.first()", "db.session.scalars(select(Band).limit(1)).first()"),
    right("all", "Band.query.order_by(Band.name).all()", "db.session.scalars(select(Band).order_by(Band.name)).all()"),
    right(
        "order_by_string",
        'Band.query.order_by("name").all()',
        'db.session.scalars(select(Band).order_by("name")).all()',
    ),
    right(
        "joined_limit",
        "Booking.query.order_by(Booking.id).limit(2).all()",
        "db.session.scalars(select(Booking).order_by(Booking.id).limit(2)).unique().all()",
    ),
    right(
        "join", "Band.query.join(Band.gigs).all()", "db.session.scalars(select(Band).join(Band.gigs)).unique().all()"
    ),
    right(
        "count",
        "Band.query.filter_by(active=True).count()",
        "db.session.scalar(select(func.count()).select_from(Band).filter_by(active=True))",
    ),
    right(
        "count_ordered",
        "Band.query.order_by(Band.name).count()",
        "db.session.scalar(select(func.count()).select_from(Band))",
    ),
    right(
        "count_hybrid",
        "Band.query.filter(Band.rating > 3).count()",
        "db.session.scalar(select(func.count()).select_from(select(Band).where(Band.rating > 3).subquery()))",
    ),
    right(
        "count_group",
        "db.session.query(Band.country).group_by(Band.country).count()",
        "db.session.scalar(select(func.count()).select_from(select(Band.country).group_by(Band.country).subquery()))",
    ),
    right(
        "exists",
        'db.session.query(Band.query.filter_by(name="Moth").exists()).scalar()',
        'db.session.scalar(select(select(Band).filter_by(name="Moth").exists()))',
    ),
    right(
        "exists_of_a_table_that_is_joined_to_itself",
        "db.session.query(db.session.query(Band).join(Gig).join(Band).exists()).scalar()",
        "db.session.scalar(select(select(Band).join(Gig).join(Band).exists()))",
    ),
    right("missing", 'Band.query.get_or_404(99, "no band")', 'db.get_or_404(Band, 99, description="no band")'),
    right(
        "raises_the_same",
        'Band.query.filter_by(name="Moth").one()',
        'db.session.execute(select(Band).filter_by(name="Moth")).scalar_one()',
    ),
    right(
        "delete",
        "Review.query.filter_by(gig_id=1).delete()",
        "db.session.execute(delete(Review).filter_by(gig_id=1)).rowcount",
    ),
    right(
        "pages",
        "Band.query.order_by(Band.id).paginate(page=1, per_page=2)",
        "db.paginate(select(Band).order_by(Band.id), page=1, per_page=2)",
    ),
    right(
        "partners",
        "Sponsor.query.filter(Sponsor.level > 1).count()",
        "db.session.scalar(select(func.count()).select_from(Sponsor).where(Sponsor.level > 1))",
    ),
    right(
        "union_ordered",
        "Band.query.filter_by(id=1).union(Band.query.filter_by(id=2)).order_by(Band.id.desc()).all()",
        """
        both = aliased(Band, union(select(Band).filter_by(id=1), select(Band).filter_by(id=2)).subquery())
        return db.session.scalars(select(both).order_by(both.id.desc())).all()
        """,
    ),
    right(
        "subquery",
        """
        sub = db.session.query(Gig.band_id, func.count(Gig.id).label("n")).group_by(Gig.band_id).subquery()
        return db.session.query(Band, sub.c.n).join(sub, sub.c.band_id == Band.id).order_by(Band.id).all()
        """,
        """
        sub = select(Gig.band_id, func.count(Gig.id).label("n")).group_by(Gig.band_id).subquery()
        return db.session.execute(select(Band, sub.c.n).join(sub, sub.c.band_id == Band.id).order_by(Band.id)).unique().all()
        """,
    ),
    right(
        "dynamic",
        "db.session.get(Band, 1).songs.filter(Song.position > 0).all()",
        """
        band = db.session.get(Band, 1)
        return db.session.scalars(select(Song).where(with_parent(band, Band.songs)).where(Song.position > 0).order_by(Song.position)).all()
        """,
    ),
]

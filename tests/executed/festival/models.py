"""Every shape of mapping that decides how a query must be rewritten. Columns called ``name`` repeat on purpose."""

from festival.extensions import db
from flask_sqlalchemy.query import Query
from sqlalchemy.ext.hybrid import hybrid_property

gig_genres = db.Table(
    "gig_genres",
    db.Column("gig_id", db.Integer, db.ForeignKey("gig.id"), primary_key=True),
    db.Column("genre_id", db.Integer, db.ForeignKey("genre.id"), primary_key=True),
)


class Record(db.Model):
    __abstract__ = True

    id = db.Column(db.Integer, primary_key=True)


class Band(Record):
    name = db.Column(db.String(60), nullable=False)
    email = db.Column(db.String(60), unique=True)
    country = db.Column(db.String(2))
    score = db.Column(db.Integer)
    active = db.Column(db.Boolean, default=True, nullable=False)

    gigs = db.relationship("Gig", back_populates="band")
    songs = db.relationship("Song", lazy="dynamic", order_by="Song.position", back_populates="band")
    profile = db.relationship("Profile", uselist=False, back_populates="band")

    @hybrid_property
    def rating(self):
        return self.score * 2


class Profile(Record):
    band_id = db.Column(db.Integer, db.ForeignKey("band.id"), unique=True)
    biography = db.Column(db.Text)

    band = db.relationship("Band", back_populates="profile")


class Song(Record):
    band_id = db.Column(db.Integer, db.ForeignKey("band.id"))
    title = db.Column(db.String(60))
    position = db.Column(db.Integer)

    band = db.relationship("Band", back_populates="songs")


class Gig(Record):
    band_id = db.Column(db.Integer, db.ForeignKey("band.id"))
    name = db.Column(db.String(60))
    seats = db.Column(db.Integer)
    sold_out = db.Column(db.Boolean, default=False)

    band = db.relationship("Band", back_populates="gigs")
    genres = db.relationship("Genre", secondary=gig_genres, back_populates="gigs")
    reviews = db.relationship("Review", back_populates="gig")


class Genre(Record):
    name = db.Column(db.String(30))

    gigs = db.relationship("Gig", secondary=gig_genres, back_populates="genres")


class Review(Record):
    gig_id = db.Column(db.Integer, db.ForeignKey("gig.id"))
    body = db.Column(db.Text)
    stars = db.Column(db.Integer)

    gig = db.relationship("Gig", back_populates="reviews")


class Place(Record):
    """A field, its stages, their corners: a tree."""

    name = db.Column(db.String(30))
    parent_id = db.Column(db.Integer, db.ForeignKey("place.id"))

    parent = db.relationship("Place", remote_side="Place.id", backref="children")


class Staff(Record):
    name = db.Column(db.String(30))
    kind = db.Column(db.String(20))
    wage = db.Column(db.Integer)

    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "staff"}  # noqa: RUF012


class Technician(Staff):
    """Joined-table inheritance."""

    id = db.Column(db.Integer, db.ForeignKey("staff.id"), primary_key=True)
    skill = db.Column(db.String(20))

    __mapper_args__ = {"polymorphic_identity": "technician"}  # noqa: RUF012


class Lead(Staff):
    id = db.Column(db.Integer, db.ForeignKey("staff.id"), primary_key=True)
    budget = db.Column(db.Integer)

    __mapper_args__ = {"polymorphic_identity": "lead"}  # noqa: RUF012


class Steward(Staff):
    """Single-table inheritance: no table of its own."""

    __tablename__ = None
    __mapper_args__ = {"polymorphic_identity": "steward"}  # noqa: RUF012


class Badge(Record):
    code = db.Column(db.String(10))
    holder_id = db.Column(db.Integer, db.ForeignKey("staff.id"))

    holder = db.relationship("Staff", backref=db.backref("badges", lazy="dynamic"))


class Booking(Record):
    """Its lines are joined-loaded by default: every query of a booking returns one row per line."""

    reference = db.Column(db.String(10))

    lines = db.relationship("BookingLine", lazy="joined", order_by="BookingLine.line_no", back_populates="booking")


class BookingLine(db.Model):
    booking_id = db.Column(db.Integer, db.ForeignKey("booking.id"), primary_key=True)
    line_no = db.Column(db.Integer, primary_key=True)
    item = db.Column(db.String(30))
    quantity = db.Column(db.Integer)

    booking = db.relationship("Booking", back_populates="lines")


class Stage(Record):
    """Looks plain here: the joined-loaded collection ``slots`` is declared on the other side."""

    name = db.Column(db.String(30))


class Slot(Record):
    stage_id = db.Column(db.Integer, db.ForeignKey("stage.id"))
    starts = db.Column(db.Integer)

    stage = db.relationship("Stage", backref=db.backref("slots", lazy="joined"))


class Rider(Record):
    """Attributes and columns have different names."""

    kind = db.Column("rider_type", db.String(20))
    full = db.Column("full_name", db.String(40))


class VisibleQuery(Query):
    """Hides what was withdrawn."""

    def all(self):
        return list(self)

    def __iter__(self):
        return iter([row for row in super().__iter__() if not getattr(row, "withdrawn", False)])

    def get(self, ident):
        row = super().get(ident)
        return None if row is None or row.withdrawn else row

    def visible(self):
        return self.filter_by(withdrawn=False)

    def delete(self, synchronize_session="auto"):
        return self.update({"withdrawn": True}, synchronize_session)


class Flyer(Record):
    query_class = VisibleQuery

    title = db.Column(db.String(30))
    withdrawn = db.Column(db.Boolean, default=False)


class Sponsor(Record):
    """Lives in the partners' database."""

    __bind_key__ = "partners"

    name = db.Column(db.String(30))
    level = db.Column(db.Integer)


class SearchEntry(Record):
    """What visitors typed. Its column hides ``Model.query``."""

    query = db.Column(db.String(60))
    hits = db.Column(db.Integer)

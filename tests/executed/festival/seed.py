"""Few rows: names that repeat, NULLs, bands without gigs, a gig without a band, to-many joins that multiply."""

from festival.extensions import db
from festival.models import (
    Badge,
    Band,
    Booking,
    BookingLine,
    Flyer,
    Genre,
    Gig,
    Lead,
    Place,
    Profile,
    Review,
    Rider,
    SearchEntry,
    Slot,
    Song,
    Sponsor,
    Staff,
    Stage,
    Steward,
    Technician,
    gig_genres,
)

BANDS = [
    (1, "Otters", "otters@fest.io", "FR", 20, True),
    (2, "Moth", "moth@fest.io", "DE", 5, True),
    (3, "Lanterns", "lanterns@fest.io", "FR", None, False),
    (4, "Moth", None, "SE", 12, True),
    (5, "Quiet Bay", None, None, 7, False),
]
GIGS = [
    (1, 1, "Otters", 300, True),
    (2, 1, "Matinee", 80, False),
    (3, 1, "Moth", 300, False),
    (4, 2, "Late show", 40, True),
    (5, 3, "Lanterns", None, False),
    (6, None, "To be announced", 0, False),
    (7, 2, "Matinee", 120, False),
]
TAGGED = [(1, 1), (1, 2), (2, 1), (3, 3), (4, 2), (4, 3), (5, 1), (7, 3)]
REVIEWS = [
    (1, 1, "loud", 5),
    (2, 1, "too loud", 2),
    (3, 2, "fine", 4),
    (4, 4, None, None),
    (5, 4, "late", 1),
    (6, 7, "fine", 4),
    (7, 1, "again", 5),
]
PLACES = [(1, "field", None), (2, "main", 1), (3, "tent", 1), (4, "bar", 2), (5, "bar", 3), (6, "car park", None)]
LINES = [(1, 1, "tent", 2), (1, 2, "chair", 8), (2, 1, "tent", 1), (2, 2, "lamp", 3), (2, 3, "chair", 4)]


def populate():
    """Fills the tables of both databases and commits."""
    add = db.session.add_all
    add(Band(id=i, name=n, email=e, country=c, score=s, active=a) for i, n, e, c, s, a in BANDS)
    add(Gig(id=i, band_id=b, name=n, seats=s, sold_out=o) for i, b, n, s, o in GIGS)
    add(Genre(id=i, name=n) for i, n in ((1, "folk"), (2, "jazz"), (3, "noise"), (4, "Otters")))
    add(Review(id=i, gig_id=g, body=b, stars=s) for i, g, b, s in REVIEWS)
    add(Profile(id=i, band_id=b, biography=t) for i, b, t in ((1, 1, "river folk"), (2, 2, "night folk")))
    add(
        Song(id=i, band_id=b, title=t, position=p)
        for i, b, t, p in ((1, 1, "Weir", 2), (2, 1, "Alder", 1), (3, 2, "Lamp", 1))
    )
    add(Place(id=i, name=n, parent_id=p) for i, n, p in PLACES)
    add([Staff(id=1, name="Ada", wage=10), Technician(id=2, name="Bo", wage=12, skill="light")])
    add([Technician(id=3, name="Cy", wage=11, skill="sound"), Lead(id=4, name="Di", wage=20, budget=900)])
    add([Steward(id=5, name="Bo", wage=None), Steward(id=6, name="Ed", wage=9)])
    add(Badge(id=i, code=c, holder_id=h) for i, c, h in ((1, "A1", 2), (2, "A2", 2), (3, "B1", 4)))
    add(Booking(id=i, reference=r) for i, r in ((1, "B-1"), (2, "B-2"), (3, "B-2")))
    add(BookingLine(booking_id=b, line_no=n, item=i, quantity=q) for b, n, i, q in LINES)
    add(Stage(id=i, name=n) for i, n in ((1, "north"), (2, "south")))
    add(Slot(id=i, stage_id=s, starts=t) for i, s, t in ((1, 1, 10), (2, 1, 12), (3, 2, 11)))
    add(Rider(id=i, kind=k, full=f) for i, k, f in ((1, "food", "no nuts"), (2, "drink", "water"), (3, "food", "soup")))
    add(Flyer(id=i, title=t, withdrawn=w) for i, t, w in ((1, "poster", False), (2, "draft", True), (3, "map", False)))
    add(Sponsor(id=i, name=n, level=v) for i, n, v in ((1, "Brewery", 3), (2, "Bank", 1), (3, "Bakery", 2)))
    add(SearchEntry(id=i, query=q, hits=h) for i, q, h in ((1, "tickets", 3), (2, "parking", 1)))
    db.session.flush()
    db.session.execute(gig_genres.insert(), [{"gig_id": g, "genre_id": t} for g, t in TAGGED])
    db.session.commit()

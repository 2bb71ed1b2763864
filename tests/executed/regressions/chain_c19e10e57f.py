# ruff: noqa: E501
NAME = "chain_c19e10e57f"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_c19e10e57f(flag, numbers):
    counts = db.session.query(Gig.band_id, func.count(Gig.id).label("n")).group_by(Gig.band_id).subquery()
    return db.session.query(Band, Band.score.label("extra")).join(counts, counts.c.band_id == Band.id).filter_by(biography="Otters").all()
"""

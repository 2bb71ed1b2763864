NAME = "chain_3976b2fd41"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_3976b2fd41(flag, numbers):
    return db.session.query(db.session.query(func.sum(Gig.band_id).label("n")).exists()).scalar()
"""

NAME = "chain_670ec135ca"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_670ec135ca(flag, numbers):
    return Gig.query.options(joinedload(Gig.reviews)).order_by("band_id").limit(1).all()
"""

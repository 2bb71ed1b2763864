NAME = "chain_9334fc7d1f"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_9334fc7d1f(flag, numbers):
    return db.session.query(Gig, Gig.sold_out.label("extra")).filter_by(sold_out=False).all()
"""

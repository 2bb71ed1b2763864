NAME = "chain_b67006d842"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_b67006d842(flag, numbers):
    return db.session.query(func.sum(Band.country).label("n")).filter_by(rating=1).all()
"""

NAME = "chain_f7e4928b4c"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_f7e4928b4c(flag, numbers):
    return db.session.query(Booking).order_by("id").distinct().one()
"""

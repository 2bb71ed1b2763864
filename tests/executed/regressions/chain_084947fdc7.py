NAME = "chain_084947fdc7"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_084947fdc7(flag, numbers):
    return db.session.query(Booking).order_by("reference").distinct().all()
"""

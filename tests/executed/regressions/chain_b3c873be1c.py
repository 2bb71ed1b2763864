NAME = "chain_b3c873be1c"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_b3c873be1c(flag, numbers):
    return db.session.query(Booking, Booking.reference.label("extra")).filter_by(reference="folk").all()
"""

# ruff: noqa: E501
NAME = "chain_dd09b02903"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_dd09b02903(flag, numbers):
    return db.session.query(Booking, BookingLine).join(BookingLine, Booking.id == BookingLine.booking_id).order_by("id")[:2]
"""

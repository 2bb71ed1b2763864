NAME = "chain_fc6cf9b535"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_fc6cf9b535(flag, numbers):
    return Booking.query.order_by("id").first() is None
"""

# ruff: noqa: E501
NAME = "chain_76e6fc9ae5"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_76e6fc9ae5(flag, numbers):
    return db.session.query(Band, Band.name.label("extra")).add_columns(Gig.name.label("added")).add_columns(Gig.sold_out.label("added")).count()
"""

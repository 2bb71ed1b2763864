# ruff: noqa: E501
NAME = "chain_aba9935052"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_aba9935052(flag, numbers):
    return db.session.query(func.count(Rider.full)).filter_by(full="Otters", kind="Otters").with_entities(Rider.id).all()
"""

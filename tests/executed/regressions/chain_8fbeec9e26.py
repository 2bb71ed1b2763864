# ruff: noqa: E501
NAME = "chain_8fbeec9e26"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_8fbeec9e26(flag, numbers):
    return db.session.query(Review.id, func.sum(Review.stars).label("n")).group_by(Review.id).filter_by(id=1, body="folk").all()
"""

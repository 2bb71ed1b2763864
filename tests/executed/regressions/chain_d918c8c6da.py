# ruff: noqa: E501
NAME = "chain_d918c8c6da"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_d918c8c6da(flag, numbers):
    return db.session.query(db.session.query(Sponsor.name, func.max(Sponsor.level).label("n")).group_by(Sponsor.name).exists()).scalar()
"""

# ruff: noqa: E501
NAME = "chain_49208f53ea"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_49208f53ea(flag, numbers):
    return db.session.query(db.session.query(Flyer.id, func.count(Flyer.withdrawn).label("n")).group_by(Flyer.id).exists()).scalar()
"""

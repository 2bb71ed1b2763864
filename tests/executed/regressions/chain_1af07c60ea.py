NAME = "chain_1af07c60ea"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_1af07c60ea(flag, numbers):
    return db.session.query(Flyer.id, func.count(Flyer.withdrawn).label("n")).group_by(Flyer.id).filter_by(id=1).all()
"""

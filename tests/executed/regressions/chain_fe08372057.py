NAME = "chain_fe08372057"
CALLS = [{"flag": True, "numbers": (1, 3)}, {"flag": False, "numbers": ()}]
SOURCE = """\
def chain_fe08372057(flag, numbers):
    above = aliased(Place)
    q = db.session.query(Place)
    if not flag:
        q = q.outerjoin(above, Place.parent)
    q = q.filter(above.id > 2)
    q = q.filter(Place.parent_id <= 2)
    return q.all()
"""

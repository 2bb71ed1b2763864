# ruff: noqa: E501
NAME = "chain_0e2f268f11"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_0e2f268f11(flag, numbers):
    above = aliased(Place)
    return db.session.query(db.session.query(Place).join(Place.parent.of_type(above)).with_entities(above.parent_id).exists()).scalar()
"""

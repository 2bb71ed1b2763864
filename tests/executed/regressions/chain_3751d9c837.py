NAME = "chain_3751d9c837"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def _chain_3751d9c837_base():
    return db.session.query(Gig).filter(func.lower(Gig.name) == "otters")


def chain_3751d9c837(flag, numbers):
    return _chain_3751d9c837_base().with_entities(Gig.id).all()
"""

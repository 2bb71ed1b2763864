NAME = "chain_93191e61d8"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def _chain_93191e61d8_base():
    return Steward.query.filter(Steward.wage == 7, Steward.wage.is_(None))


def chain_93191e61d8(flag, numbers):
    return _chain_93191e61d8_base().with_entities(Steward.name, Steward.id).all()
"""

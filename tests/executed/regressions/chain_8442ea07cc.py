NAME = "chain_8442ea07cc"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_8442ea07cc(flag, numbers):
    return Band.query.filter_by(email="Moth", country="Matinee").with_entities(Band.rating, Band.country).all()
"""

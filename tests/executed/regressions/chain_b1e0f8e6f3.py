NAME = "chain_b1e0f8e6f3"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_b1e0f8e6f3(flag, numbers):
    return Sponsor.query.add_columns(Sponsor.id.label("added")).filter_by(id=2, name=None).all()
"""

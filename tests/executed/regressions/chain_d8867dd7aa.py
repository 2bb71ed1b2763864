NAME = "chain_d8867dd7aa"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_d8867dd7aa(flag, numbers):
    return db.session.query(Genre).order_by(None).update({Genre.id: 3}, synchronize_session=False)
"""

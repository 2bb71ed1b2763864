NAME = "chain_1f4232da36"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_1f4232da36(flag, numbers):
    return db.session.query(db.session.query(Genre).join(gig_genres).join(Genre).exists()).scalar()
"""

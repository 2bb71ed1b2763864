NAME = "chain_4393aec39f"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_4393aec39f(flag, numbers):
    return db.session.query(Genre.query.distinct().offset(3).exists()).scalar()
"""

NAME = "chain_694617e888"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_694617e888(flag, numbers):
    other = aliased(Badge)
    return db.session.query(other).filter_by(holder_id=None).update({"code": "new"})
"""

NAME = "chain_726a51db77"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_726a51db77(flag, numbers):
    return db.session.query(func.max(Staff.name)).all()
"""

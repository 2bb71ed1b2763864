NAME = "chain_e46737b00b"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_e46737b00b(flag, numbers):
    return db.session.query(func.min(Slot.stage_id)).all()
"""

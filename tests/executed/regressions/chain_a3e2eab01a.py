NAME = "chain_a3e2eab01a"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_a3e2eab01a(flag, numbers):
    q = Slot.query
    q = q.with_entities(Slot.stage_id)
    return q.all()
"""

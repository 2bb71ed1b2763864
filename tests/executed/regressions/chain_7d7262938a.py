# ruff: noqa: E501
NAME = "chain_7d7262938a"
CALLS = [{"flag": True, "numbers": (1,)}]
SOURCE = """\
def chain_7d7262938a(flag, numbers):
    return db.session.query(Stage, Slot).join(Slot, Stage.id == Slot.stage_id).order_by("starts").group_by(Stage.id).having(func.count(Stage.id) > 1).all()
"""

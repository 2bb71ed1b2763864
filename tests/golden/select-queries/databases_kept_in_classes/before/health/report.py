from health.models import Run


def newest():
    return Run.query.order_by(Run.id.desc()).first()

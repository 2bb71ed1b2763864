from sqlalchemy import select

from health.models import DB, Run


def newest():
    return DB.session.scalar(select(Run).order_by(Run.id.desc()).limit(1))

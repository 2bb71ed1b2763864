from sqlalchemy import func, select

from health.init import App

DB = App.get_db()


class Run(DB.Model):
    id = DB.Column(DB.Integer, primary_key=True)
    success = DB.Column(DB.Boolean, nullable=False)

    @staticmethod
    def failed():
        return DB.session.scalar(
            select(func.count()).select_from(Run).filter_by(success=False)
        )

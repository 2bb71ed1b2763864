from flask_admin.contrib.pymongo import ModelView as MongoView
from flask_admin.contrib.sqla import ModelView
from flask_appbuilder import BaseView, expose
from flask_appbuilder.security.sqla.manager import SecurityManager
from sqlalchemy import func, select

from models import User


class UserView(ModelView):
    def get_one(self, id):
        return self.session.scalar(select(self.model).where(self.model.id == id).limit(1))

    def get_query(self):
        return self.session.query(self.model).filter(User.active)


class LogView(MongoView):
    def newest(self):
        return self.session.query(User).first()


class Numbers(BaseView):
    @expose("/")
    def index(self):
        return str(self.appbuilder.get_session.scalar(select(func.count()).select_from(User)))


class Security(SecurityManager):
    def find_by_name(self, name):
        return self.get_session.scalars(
            select(self.user_model).filter_by(username=name)
        ).unique().one_or_none()

from flask_admin.contrib.pymongo import ModelView as MongoView
from flask_admin.contrib.sqla import ModelView
from flask_appbuilder import BaseView, expose
from flask_appbuilder.security.sqla.manager import SecurityManager

from models import User


class UserView(ModelView):
    def get_one(self, id):
        return self.session.query(self.model).filter(self.model.id == id).first()

    def get_query(self):
        return self.session.query(self.model).filter(User.active)


class LogView(MongoView):
    def newest(self):
        return self.session.query(User).first()


class Numbers(BaseView):
    @expose("/")
    def index(self):
        return str(self.appbuilder.get_session.query(User).count())


class Security(SecurityManager):
    def find_by_name(self, name):
        return self.get_session.query(self.user_model).filter_by(username=name).one_or_none()

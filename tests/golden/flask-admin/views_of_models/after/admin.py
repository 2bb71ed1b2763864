from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_admin.theme import Bootstrap4Theme

from models import Tag, User, db

admin = Admin(name="Shop")
other = Admin(
    name="Stock",
    theme=Bootstrap4Theme(base_template="stock.html"),  # with our colours
)


class UserView(ModelView):
    column_list = ["name"]


class TagView(ModelView):
    def __init__(self, session):
        super().__init__(Tag, session)


admin.add_view(UserView(User, db, name="Users"))
admin.add_view(TagView(db.session))

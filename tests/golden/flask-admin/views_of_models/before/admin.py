from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView

from models import Tag, User, db

admin = Admin(name="Shop", template_mode="bootstrap3")
other = Admin(
    name="Stock",
    base_template="stock.html",  # with our colours
    template_mode="bootstrap3",
)


class UserView(ModelView):
    column_list = ["name"]


class TagView(ModelView):
    def __init__(self, session):
        super().__init__(Tag, session)


admin.add_view(UserView(User, db.session, name="Users"))
admin.add_view(TagView(db.session))

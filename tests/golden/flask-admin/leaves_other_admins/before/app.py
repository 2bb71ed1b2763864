from mine import Admin, ModelView
from models import User, db

admin = Admin(template_mode="bootstrap3", base_template="x.html")
admin.add_view(ModelView(User, db.session))

from flask_admin.contrib.sqla import ModelView
from app import app
from app.extensions import admin, db
from app.models import User


admin.init_app(app)

# Users
admin.add_view(ModelView(User, db.session))

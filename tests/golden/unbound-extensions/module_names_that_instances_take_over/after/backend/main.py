from backend import app
from backend.extensions import admin, db

from flask_admin.contrib import sqla


class Tag(db.Model):
    id = db.Column(db.Integer, primary_key=True)


# Create admin
admin.init_app(app)

# Add views
admin.add_view(sqla.ModelView(Tag, db.session))

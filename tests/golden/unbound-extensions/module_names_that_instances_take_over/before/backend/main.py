from backend import app, db

import flask_admin as admin
from flask_admin.contrib import sqla


class Tag(db.Model):
    id = db.Column(db.Integer, primary_key=True)


# Create admin
admin = admin.Admin(app, name='Example: SQLAlchemy',
                    url='/office')

# Add views
admin.add_view(sqla.ModelView(Tag, db.session))

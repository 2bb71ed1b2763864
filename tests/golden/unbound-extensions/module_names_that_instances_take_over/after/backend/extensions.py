from flask_admin import Admin
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()
admin = Admin(name='Example: SQLAlchemy',
              url='/office')

from flask_migrate import Migrate
from shop import app, db

migrate = Migrate(app, db)

from shop import app
from shop.extensions import db, migrate

migrate.init_app(app, db)

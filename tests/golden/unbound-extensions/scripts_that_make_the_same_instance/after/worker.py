from shop import app
from shop.extensions import db, migrate

migrate.init_app(app, db)  # for its commands

if __name__ == '__main__':
    app.run()

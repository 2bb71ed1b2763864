from flask_migrate import Migrate
from shop import app, db

migrate = Migrate(app, db)  # for its commands

if __name__ == '__main__':
    app.run()

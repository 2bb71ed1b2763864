from flask_sqlalchemy import SQLAlchemy


class Database(SQLAlchemy):
    def ping(self):
        return self.session.scalar(self.text('SELECT 1'))

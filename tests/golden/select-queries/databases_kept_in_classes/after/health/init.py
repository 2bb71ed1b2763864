from flask import Flask
from flask_sqlalchemy import SQLAlchemy


class App:
    app_instance = None
    db_instance = None

    @staticmethod
    def init():
        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
        App.db_instance = SQLAlchemy(app, engine_options={"echo": False})
        App.app_instance = app

    @staticmethod
    def get_app():
        return App.app_instance

    @staticmethod
    def get_db():
        return App.db_instance


App.init()

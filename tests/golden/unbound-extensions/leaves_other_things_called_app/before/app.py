from flask import Blueprint, Flask
from flask_cors import CORS
from flask_restful import Api
from flask_moment import Moment
from fastapi import FastAPI

app = Blueprint('app', __name__)
api = Api(app)
CORS(app)
other = FastAPI()
moment = Moment(other)


class Moment:
    def __init__(self, app):
        self.app = app


web = Flask(__name__)
moments = Moment(web)

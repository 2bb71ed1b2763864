from flask import Flask
from flask_restful import Api
from late import Late

web = Flask(__name__)
rest = Api(web)

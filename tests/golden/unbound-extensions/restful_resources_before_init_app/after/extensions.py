from flask_jwt_extended import JWTManager
from flask_restful import Api

api = Api()
jwt = JWTManager()

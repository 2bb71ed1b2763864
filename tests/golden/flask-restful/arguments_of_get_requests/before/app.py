from flask import Flask
from flask_restful import Api, Resource, reqparse, types

app = Flask(__name__)
api = Api(app)

paging = reqparse.RequestParser()
paging.add_argument("page", type=types.positive, default=1)
paging.add_argument(
    "per_page",
    type=int,
    default=20,  # fits on a screen
)
new_user = reqparse.RequestParser()
new_user.add_argument("name", required=True)


class Users(Resource):
    def get(self):
        return paging.parse_args()

    def post(self):
        return new_user.parse_args(), 201


api.add_resource(Users, "/users")

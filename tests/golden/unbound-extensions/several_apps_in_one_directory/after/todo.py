from flask import Flask
from flask_restful import Resource

from todo_extensions import api

app = Flask(__name__)


class Todo(Resource):
    def get(self):
        return []


##
## Actually setup the Api resource routing here
##
api.add_resource(Todo, '/todos')
api.init_app(app)


if __name__ == '__main__':
    app.run(debug=True)

from flask import Flask
from flask_restful import Api, Resource

app = Flask(__name__)
api = Api(app)


class Todo(Resource):
    def get(self):
        return []


##
## Actually setup the Api resource routing here
##
api.add_resource(Todo, '/todos')


if __name__ == '__main__':
    app.run(debug=True)

from flask import Flask
from flask_restful import Api, Resource

app = Flask(__name__)
api = Api(app, default_mediatype='application/json')


class Entry(Resource):
    def get(self, entry_id):
        return {'entry': entry_id}


api.add_resource(Entry, '/<string:entry_id>')

if __name__ == '__main__':
    app.run(debug=True)

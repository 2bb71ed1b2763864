from flask import Flask
from flask_restful import Resource

from entries_extensions import api

app = Flask(__name__)


class Entry(Resource):
    def get(self, entry_id):
        return {'entry': entry_id}


api.add_resource(Entry, '/<string:entry_id>')
api.init_app(app)

if __name__ == '__main__':
    app.run(debug=True)

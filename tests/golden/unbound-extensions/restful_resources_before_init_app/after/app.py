from flask import Flask

from extensions import api, jwt
from item import Item, ItemList

app = Flask(__name__)
app.config['PROPAGATE_EXCEPTIONS'] = True
app.secret_key = 'jose, but long enough for an algorithm'

jwt.init_app(app)  # /auth


@jwt.unauthorized_loader
def missing_token_callback(error):
    return {'error': 'authorization_required'}, 401


@app.route('/')
def home():
    return 'home'


api.add_resource(Item, '/item/<string:name>')
api.add_resource(ItemList, '/items')  # all of them
api.init_app(app)

if __name__ == '__main__':
    app.run(debug=True)  # important to mention debug=True

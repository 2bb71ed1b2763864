from flask import Blueprint, jsonify
from flask.views import MethodView
from flask_jwt_extended import (
    create_access_token, create_refresh_token, current_user, fresh_jwt_required, get_jwt_claims,
    get_jwt_identity, get_raw_jwt, jwt_optional, jwt_refresh_token_required, jwt_required
)

from api.extensions import revoked

api = Blueprint('api', __name__)


@api.route('/login', methods=['POST'])
def login():
    return jsonify(access=create_access_token(identity=1, fresh=True), refresh=create_refresh_token(1))


@api.route('/refresh', methods=['POST'])
@jwt_refresh_token_required
def refresh():
    return jsonify(access=create_access_token(identity=get_jwt_identity(), fresh=False))


@api.route('/logout', methods=['POST'])
@jwt_required
def logout():
    revoked.add(get_raw_jwt()['jti'])
    return jsonify(message='bye')


@api.route('/claims')
@jwt_required
def claims():
    return jsonify(get_jwt_claims())


class Items(MethodView):
    decorators = [jwt_required]

    def get(self):
        return jsonify(user=current_user, admin=get_jwt_claims()['is_admin'])


@api.route('/items', methods=['DELETE'])
@fresh_jwt_required
def clear():
    return jsonify(message='gone')


@api.route('/')
@jwt_optional
def index():
    return jsonify(user=get_jwt_identity())


api.add_url_rule('/items', view_func=Items.as_view('items'))

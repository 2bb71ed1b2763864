from flask import jsonify
from flask_jwt_extended import JWTManager

from api.users import load_user

jwt = JWTManager()
revoked = set()

jwt.user_loader_callback_loader(load_user)


@jwt.user_claims_loader
def add_claims(identity):
    return {'is_admin': identity == 1}


@jwt.token_in_blacklist_loader
def is_revoked(decrypted_token):
    return decrypted_token['jti'] in revoked


@jwt.expired_token_loader
def expired():
    return jsonify(message='The token has expired.'), 401


@jwt.invalid_token_loader
def invalid(error):
    return jsonify(message=error), 401


@jwt.user_loader_error_loader
def unknown(identity):
    return jsonify(message='There is no user %s.' % identity), 404

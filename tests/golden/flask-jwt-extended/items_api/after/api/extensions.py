from flask import current_app, jsonify
from flask_jwt_extended import JWTManager

from api.users import load_user

jwt = JWTManager()
revoked = set()

jwt.user_lookup_loader(lambda header, payload: load_user(payload[current_app.config['JWT_IDENTITY_CLAIM']]))


@jwt.additional_claims_loader
def add_claims(identity):
    return {'is_admin': identity == 1}


@jwt.token_in_blocklist_loader
def is_revoked(jwt_header, decrypted_token):
    return decrypted_token['jti'] in revoked


@jwt.expired_token_loader
def expired(jwt_header, jwt_payload):
    return jsonify(message='The token has expired.'), 401


@jwt.invalid_token_loader
def invalid(error):
    return jsonify(message=error), 401


@jwt.user_lookup_error_loader
def unknown(jwt_header, jwt_payload):
    identity = jwt_payload[current_app.config['JWT_IDENTITY_CLAIM']]
    return jsonify(message='There is no user %s.' % identity), 404

from flask import Flask, jsonify
from flask_jwt_extended import JWTManager, create_access_token, get_jwt, get_jwt_identity, jwt_required

app = Flask(__name__)
app.config["JWT_SECRET_KEY"] = "a secret that is long enough for HS256"
app.config["JWT_IDENTITY_CLAIM"] = "sub"
jwt = JWTManager(app)


@jwt.expired_token_loader
def expired(jwt_header, jwt_payload):
    return jsonify(message="too late"), 401


@jwt.user_lookup_loader
def load_user(_jwt_header, jwt_data):
    return jwt_data["sub"]


@jwt.additional_claims_loader
def claims(identity):
    return {"admin": identity == "1"}


@app.route("/login", methods=["POST"])
def login():
    return jsonify(token=create_access_token(identity="1", additional_claims={"role": "admin"}))


@app.route("/")
@jwt_required(optional=True)
def index():
    return jsonify(user=get_jwt_identity(), admin=get_jwt().get("admin"))

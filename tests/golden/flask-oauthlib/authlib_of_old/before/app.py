from authlib.client import OAuth2Session
from authlib.flask.client import OAuth
from authlib.flask.oauth2 import AuthorizationServer

oauth = OAuth()
server = AuthorizationServer()
session = OAuth2Session("id", "secret")

from authlib.integrations.requests_client import OAuth2Session
from authlib.integrations.flask_client import OAuth
from authlib.integrations.flask_oauth2 import AuthorizationServer

oauth = OAuth()
server = AuthorizationServer()
session = OAuth2Session("id", "secret")

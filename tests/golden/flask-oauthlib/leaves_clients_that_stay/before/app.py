from flask_oauthlib.client import OAuth

oauth = OAuth()
google = oauth.remote_app("google", consumer_key="id", consumer_secret="secret")

from flask import Flask
from flask_pyoidc.flask_pyoidc import OIDCAuthentication
from flask_themes2 import Themes, setup_themes
from flask_uploads import UploadSet, configure_uploads

app = Flask(__name__)
auth = OIDCAuthentication(app, issuer=app.config['ISSUER'])
Themes(app, app_identifier='love')
photos = UploadSet('photos')
configure_uploads(app, photos)
setup_themes(app)

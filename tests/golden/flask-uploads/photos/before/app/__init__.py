from flask import Flask
from flask_uploads import IMAGES, UploadSet, configure_uploads, patch_request_class

photos = UploadSet("photos", IMAGES)


def create_app():
    app = Flask(__name__)
    app.config["UPLOADED_PHOTOS_DEST"] = "photos"

    configure_uploads(app, photos)
    patch_request_class(app)  # 64 MB
    return app

from flask import Flask
from flask_uploads import IMAGES, UploadSet, configure_uploads

photos = UploadSet("photos", IMAGES)


def create_app():
    app = Flask(__name__)
    app.config["UPLOADS_AUTOSERVE"] = True
    app.config["UPLOADED_PHOTOS_DEST"] = "photos"

    configure_uploads(app, photos)
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024 * 1024  # 64 MB
    return app

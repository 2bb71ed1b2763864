import os

from core import app
import views

app.register_blueprint(views.bp)

application = app

if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))

import os

from core import app
import views

application = app

if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))

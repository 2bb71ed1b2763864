from flask import Flask

app = Flask(__name__)
app.config["NAME"] = "world"
COUNTS = {}

import views

if __name__ == "__main__":
    app.run()

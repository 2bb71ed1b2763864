from flask import Flask
import flask_things

app = Flask(__name__)
app.config["COLOUR"] = "red"

if __name__ == "__main__":
    app.run()

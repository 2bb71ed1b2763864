from flask import Flask

app = Flask(__name__)
app.config["COLOUR"] = "red"

if __name__ == "__main__":
    app.run()

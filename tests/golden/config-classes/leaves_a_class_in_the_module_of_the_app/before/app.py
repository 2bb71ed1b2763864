from flask import Flask


class Config:
    COLOUR = "red"

    @property
    def shape(self):
        return "round"


app = Flask(__name__)
app.config.from_object(Config)
app.config["SIZE"] = 1

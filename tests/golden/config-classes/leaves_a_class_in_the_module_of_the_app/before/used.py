from flask import Flask


class Config:
    COLOUR = "red"


app = Flask(__name__)
app.config.from_object(Config)
print(Config.COLOUR)

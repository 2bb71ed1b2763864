from flask import Flask

from clock import Clock

app = Flask(__name__)
app.config["HOURS"] = 12

clock = Clock()
clock.init_app(app)
clock.add_bell("great")
# Only now: it needs the hours.
clock.start()


@app.route("/")
def bells():
    return ", ".join(clock.bells)

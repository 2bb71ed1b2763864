from flask import Flask

app = Flask(__name__)

# --- mail ---
# who sends
app.config["MAIL_DEFAULT_SENDER"] = "Shop <shop@example.com>"  # shown to customers, please keep it short and friendly
app.config["FOOTER"] = (
    "All rights reserved. "  # first part
    "Ask before you copy."
)

app.config["LANGUAGES"] = {
    "en": "English",  # the default
    # "de": "German",
    "es": "Spanish",
}
app.config["HELP"] = """
  line one
    line two
"""
app.config["URL_OF_THE_SERVICE_THAT_HAS_A_VERY_LONG_NAME"] = "https://example.com/a/very/long/path"
app.config["OFFSET"] = -1; app.config["STEP"] = +2.5


@app.route("/")
def index():
    return app.config["FOOTER"] + app.config["HELP"] + str(app.config["OFFSET"])

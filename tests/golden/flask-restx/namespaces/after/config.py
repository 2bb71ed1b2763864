from flask import Flask

app = Flask(__name__)
app.config["RESTX_MASK_SWAGGER"] = False

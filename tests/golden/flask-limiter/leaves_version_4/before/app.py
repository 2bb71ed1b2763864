from flask import Flask
from flask_limiter import HeaderNames, Limiter
from flask_limiter.util import get_remote_address

app = Flask(__name__)
limiter = Limiter(
    get_remote_address,
    app=app,
    storage_uri="memory://",
    header_name_mapping={HeaderNames.LIMIT: "X-Limit"},
)

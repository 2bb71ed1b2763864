from flask import Flask, request
from flask_login import LoginManager

app = Flask(__name__)
app.config["SECRET_KEY"] = "you will never guess"
login = LoginManager(app)
login.login_view = 'login'
login.login_message = 'Please log in.'


@app.context_processor
def inject_agent():
    return dict(agent=request.user_agent.string)


from app import routes, models, errors

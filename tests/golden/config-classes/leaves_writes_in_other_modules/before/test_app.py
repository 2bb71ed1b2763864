from app import app

app.config["TESTING"] = True

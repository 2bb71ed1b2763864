from app import app

app.config["PROFILE"] = True
app.run()

from blog import app

app.run()

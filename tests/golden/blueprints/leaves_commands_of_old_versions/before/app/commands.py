from app import app


@app.cli.command()
def hello():
    print("hello")

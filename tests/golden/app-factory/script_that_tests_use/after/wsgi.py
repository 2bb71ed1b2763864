from shelf import create_app

app = create_app()

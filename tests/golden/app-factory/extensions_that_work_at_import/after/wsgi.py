from tower import create_app

app = create_app()

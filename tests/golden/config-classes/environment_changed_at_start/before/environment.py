import os


def load_dotenv():
    os.environ.setdefault('GREETING', 'hello')


load_dotenv()

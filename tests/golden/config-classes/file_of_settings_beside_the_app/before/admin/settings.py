import os

# Create a dummy key so that there are sessions
SECRET_KEY = "123456790"
DATABASE_FILE = os.path.join(os.path.dirname(__file__), "sample.sqlite")
PAGE_SIZE = 20

HOST = "localhost"
URI = "sqlite:///x.db"

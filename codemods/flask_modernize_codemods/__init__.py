"""The migrations that come with flask-modernize; one module or small package each, found through entry points."""

users = None

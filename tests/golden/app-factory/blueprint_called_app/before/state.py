current_app = 'a name that shadows'

bar = []

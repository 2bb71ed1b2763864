ALLOWED = ('.png', '.jpg')

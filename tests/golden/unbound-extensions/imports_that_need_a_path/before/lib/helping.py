text = 'help'

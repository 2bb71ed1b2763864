names = ['Ann', 'Bob']

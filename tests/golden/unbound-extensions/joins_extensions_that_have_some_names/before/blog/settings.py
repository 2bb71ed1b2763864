here = '/srv'

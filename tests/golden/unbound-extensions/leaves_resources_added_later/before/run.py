from entry import rest
from late import Late

rest.add_resource(Late, '/late')

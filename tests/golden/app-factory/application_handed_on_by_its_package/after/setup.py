from setuptools import setup

setup(name='flaskr', packages=['flaskr'])

import coverage

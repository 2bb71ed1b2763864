from ledger import Payment

print(Payment(amount=3).text())

"""Tables of contracts and of what follows from them."""

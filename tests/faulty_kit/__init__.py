"""Components with one fault each, and contracts that must find exactly that."""

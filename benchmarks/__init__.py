"""What emcore costs, and the digits it keeps, beside other implementations; apart from the tests, for it takes minutes."""

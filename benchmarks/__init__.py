"""What emcore costs, and the digits it keeps, beside other implementations. No tests: it takes minutes."""

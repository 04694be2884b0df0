"""The same steps as matrix products: whitened data, quadratic features, many runs at once."""

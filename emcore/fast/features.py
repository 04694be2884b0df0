"""Points as columns of quadratic features, in blocks that stay in a processor's cache."""

import numpy as np

from emcore.fast.whitening import Whitening
from emcore.points import Array

BLOCK = 100_000  # numbers of a block: they stay in a processor's cache
SMALL = 2**19  # numbers of features that are stored, 4 MB: more would have to come from memory at each pass
WIDE = 64  # features of a point from which on it takes longer to form them than to fetch them from memory
STORED = 2**25  # numbers of so many features that are stored at most, 256 MB


class Features:
    """The features phi(z) = (1, z_i ..., z_i z_j ...) of N points, F of each; z are its D whitened coordinates.

    i, j    (P,)  the pairs of coordinates whose products are features: all, or only the squares
    squares (D, D)  where each product stands among the features; only its diagonal means something, if only squares do
    sums    (F,)  over all points
    blocks        slices of the points

    Stored from pass to pass, or formed anew from stored z: whatever is faster.
    """

    def __init__(self, X: Array, whitening: Whitening, only_squares: bool, n_rows: int) -> None:
        """`n_rows` numbers a point are to have room in the cache beside its features."""
        n_points, n_features = X.shape
        axes = range(n_features)
        self._only_squares = only_squares
        self.i, self.j = np.array([(i, j) for i in axes for j in axes if i == j or (i < j and not only_squares)]).T
        self.width = 1 + n_features + len(self.i)  # F
        self.squares = np.zeros((n_features, n_features), dtype=np.intp)
        self.squares[self.i, self.j] = self.squares[self.j, self.i] = np.arange(1 + n_features, self.width)
        n_blocks = -(-n_points // max(256, BLOCK // (n_rows + self.width)))
        length = -(-n_points // n_blocks)
        length += length % 512 == 0 and n_blocks > 1  # rows a multiple of 4 KiB apart share cache lines
        self.blocks = [slice(begin, begin + length) for begin in range(0, n_points, length)]
        n_numbers = self.width * n_points
        self._are_stored = n_numbers <= SMALL or (self.width > WIDE and n_numbers <= STORED)
        whitened = (whitening.points(X[block]) for block in self.blocks)
        if self._are_stored:
            self._kept = [self._form(z, np.ones((self.width, z.shape[1]))) for z in whitened]
        else:
            self._kept = list(whitened)
            self._formed = np.ones((self.width, length))  # one block for all: it stays in the cache
        self.sums = np.add.reduce([self[number].sum(axis=1) for number in range(len(self.blocks))])

    def __getitem__(self, number: int) -> Array:
        """Those of a block, phi (F, n): good until the next block's are asked for."""
        kept = self._kept[number]
        return kept if self._are_stored else self._form(kept, self._formed[:, : kept.shape[1]])

    def _form(self, z: Array, features: Array) -> Array:
        features[1 : 1 + len(z)] = z
        row = 1 + len(z)
        for i in range(len(z)):
            partners = z[i : i + 1] if self._only_squares else z[i:]
            np.multiply(partners, z[i], out=features[row : row + len(partners)])
            row += len(partners)
        return features

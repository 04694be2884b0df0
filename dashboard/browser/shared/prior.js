// A conjugate prior of every component, as emcore has it (emcore/prior.py): { mean, shrinkage, dof, scale }, D numbers, two,
// and D x D of them, as a run's options say it; or null.

import { logDeterminant, squaredDistances } from "./responsibilities.js"

// By covariance type: how many points the covariances' part weighs as, and the share of its scale for each component.
const OF_TYPE = {
  full: (dof, K, D) => [dof + D + 1, 1],
  tied: (dof, K, D) => [(dof + D + 1) / K, 1 / K],
  diag: dof => [dof + 2, 1],
  spherical: (dof, K, D) => [(dof + 2) / D, 1 / D],
}

// What it adds to the sums of each of K components in an M step, as if it were points: `atMean` of them at `mean`; and `n`
// by which the scatter is divided, with a `scatter` of their own.
export function priorPoints({ mean, shrinkage, dof, scale }, type, K) {
  const [weighs, share] = OF_TYPE[type](dof, K, mean.length)
  return { mean, atMean: shrinkage, n: weighs + 1, scatter: scale.map(row => row.map(value => share * value)) }
}

// A component's mean and, about the weighted mean of its points, what the way from there to the prior's mean adds to its
// scatter; of no points, the prior's mean alone.
export function drawnTo({ mean, atMean }, count, weighted) {
  const share = atMean / (count + atMean), way = mean.map((value, d) => (count > 0 ? value - weighted[d] : 0))
  return {
    mean: way.map((value, d) => (count > 0 ? weighted[d] + share * value : mean[d])),
    between: way.map(a => way.map(b => count * share * a * b)),
  }
}

// The logarithm of its density at a mixture in one dimension or two, but for a constant: enough to tell what a step gains.
export function logDensity({ mean, shrinkage, dof, scale }, type, mixture) {
  const { K, D, factors } = mixture, [weighs, share] = OF_TYPE[type](dof, K, D)
  const distances = squaredDistances(mixture, Float64Array.from(mean), 1)
  let sum = 0
  for (let k = 0; k < K; k++) {
    const logDet = logDeterminant(mixture, k)
    sum -= (1 + weighs) * logDet + shrinkage * distances[k] + share * spread(factors, D, k, scale)
  }
  return sum / 2
}

// The trace of the scale times the inverse of component k's covariance.
function spread(factors, D, k, scale) {
  if (D === 1) return scale[0][0] / factors[k] ** 2
  const [l11, l21, l22] = factors.slice(3 * k, 3 * k + 3), along = l21 / (l11 * l22)
  const [p11, p21, p22] = [1 / l11 ** 2 + along ** 2, -along / l22, 1 / l22 ** 2]
  return p11 * scale[0][0] + 2 * p21 * scale[1][0] + p22 * scale[1][1]
}

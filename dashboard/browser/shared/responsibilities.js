// Densities and responsibilities, as emcore computes them: in log space, so that far points keep finite ones that sum
// to 1. A mixture is { K, D, weights, means, factors }, one component after the other in flat lists; a lower Cholesky
// factor is l11, or l11, l21, l22 in the plane, and so on, row by row. Points X are n x D, results n x K, flat too.

const LARGEST = 1e150 // standard deviations; beyond, a square would overflow
const LOG_2PI = Math.log(2 * Math.PI)

// The mixture of step t from lists of steps, components, rows and columns.
export function mixtureOf({ weights, means, factors }, t) {
  const lower = factor => factor.flatMap((row, i) => row.slice(0, i + 1))
  const K = means[t].length, D = means[t][0].length
  return { K, D, weights: weights?.[t], means: means[t].flat(), factors: factors[t].flatMap(lower) }
}

// For every point and component the squared distance from the mean, in standard deviations, times `scale` plus the
// component's offset; in one pass, for tens of thousands of points in every frame.
function distancesScaled({ K, D, means, factors }, X, n, scale, offsetOf) {
  const values = new Float64Array(n * K)
  for (let k = 0; k < K; k++) {
    const offset = offsetOf(k), m1 = means[k * D]
    if (D === 1) {
      const l11 = factors[k]
      for (let i = 0, at = k; i < n; i++, at += K) {
        const z = Math.min(Math.abs((X[i] - m1) / l11), LARGEST)
        values[at] = offset + scale * z * z
      }
    } else if (D > 2) {
      for (let i = 0, at = k; i < n; i++, at += K) values[at] = offset + scale * squaredDistance(D, means, factors, k, X, i)
    } else {
      const m2 = means[k * 2 + 1], l11 = factors[k * 3], l21 = factors[k * 3 + 1], l22 = factors[k * 3 + 2]
      for (let i = 0, at = k; i < n; i++, at += K) {
        const z1 = (X[2 * i] - m1) / l11
        const z2 = Math.min(Math.abs((X[2 * i + 1] - m2 - l21 * z1) / l22), LARGEST)
        const z = Math.min(Math.abs(z1), LARGEST)
        values[at] = offset + scale * (z * z + z2 * z2)
      }
    }
  }
  return values
}

// Of point i from component k, in any number of dimensions: z solves factor z = x - mean, from the first row on.
const z = new Float64Array(64)
function squaredDistance(D, means, factors, k, X, i) {
  let sum = 0, entry = (k * D * (D + 1)) / 2
  for (let row = 0; row < D; row++) {
    let rest = X[i * D + row] - means[k * D + row]
    for (let column = 0; column < row; column++) rest -= factors[entry++] * z[column]
    z[row] = rest / factors[entry++]
    const far = Math.min(Math.abs(z[row]), LARGEST)
    sum += far * far
  }
  return sum
}

export const squaredDistances = (mixture, X, n) => distancesScaled(mixture, X, n, 1, () => 0)

// ln of the determinant of component k's covariance.
export function logDeterminant({ D, factors }, k) {
  let sum = 0
  for (let row = 0, at = (k * D * (D + 1)) / 2; row < D; at += ++row + 1) sum += 2 * Math.log(factors[at])
  return sum
}

// ln of a normal density in D dimensions.
export const logNormal = (D, logDet, distance2) => -0.5 * (D * LOG_2PI + logDet + distance2)

// ln weight + ln density of the points under each component.
export const logProducts = (mixture, X, n) => distancesScaled(mixture, X, n, -0.5, k =>
  Math.log(mixture.weights[k]) + logNormal(mixture.D, logDeterminant(mixture, k), 0))

// In place: each row of K log products becomes responsibilities.
export function toResponsibilities(logs, K) {
  for (let row = 0; row < logs.length; row += K) {
    let largest = -Infinity, sum = 0
    for (let k = row; k < row + K; k++) if (logs[k] > largest) largest = logs[k]
    for (let k = row; k < row + K; k++) sum += logs[k] = Math.exp(logs[k] - largest)
    for (let k = row; k < row + K; k++) logs[k] /= sum
  }
  return logs
}

export const responsibilitiesOf = (mixture, X, n) => toResponsibilities(logProducts(mixture, X, n), mixture.K)

// ln of the sum of one point's products: what a log product loses to become a log responsibility.
export function logSumOf(logs) {
  const largest = Math.max(...logs)
  if (largest === -Infinity) return largest
  return largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0))
}

// Responsibilities, as emcore computes them: in log space, so that far points keep finite shares that sum to 1.

const LARGEST = 1e150 // standard deviations; beyond, a square would overflow

// Everything about the mixture of step t that does not depend on the point.
export function mixtureAt(run, t) {
  const { K, D } = run, F = D === 1 ? 1 : 3 // lower Cholesky factor: l11, or l11, l21, l22
  const weights = run.weights.subarray(t * K, (t + 1) * K)
  const means = run.means.subarray(t * K * D, (t + 1) * K * D)
  const factors = run.factors.subarray(t * K * F, (t + 1) * K * F)
  const constants = Float64Array.from(weights, (weight, k) =>
    Math.log(weight) - Math.log(factors[k * F]) - (D === 1 ? 0 : Math.log(factors[k * F + 2])))
  return { K, D, weights, means, factors, constants }
}

// ln weight + ln density of the first n points X (n x D) under each component, up to a constant all share: n x K.
export function logJoints({ K, D, means, factors, constants }, X, n) {
  const logs = new Float64Array(n * K)
  for (let k = 0; k < K; k++) {
    const constant = constants[k], m1 = means[k * D]
    if (D === 1) {
      const l11 = factors[k]
      for (let i = 0, at = k; i < n; i++, at += K) {
        const z = Math.min(Math.abs((X[i] - m1) / l11), LARGEST)
        logs[at] = constant - 0.5 * z * z
      }
    } else {
      const m2 = means[k * 2 + 1], l11 = factors[k * 3], l21 = factors[k * 3 + 1], l22 = factors[k * 3 + 2]
      for (let i = 0, at = k; i < n; i++, at += K) {
        const z1 = (X[2 * i] - m1) / l11
        const z2 = Math.min(Math.abs((X[2 * i + 1] - m2 - l21 * z1) / l22), LARGEST)
        const z = Math.min(Math.abs(z1), LARGEST)
        logs[at] = constant - 0.5 * (z * z + z2 * z2)
      }
    }
  }
  return logs
}

// In place: each row of K logarithms becomes shares that sum to 1.
export function toShares(logs, K) {
  for (let row = 0; row < logs.length; row += K) {
    let largest = -Infinity, sum = 0
    for (let k = row; k < row + K; k++) if (logs[k] > largest) largest = logs[k]
    for (let k = row; k < row + K; k++) sum += logs[k] = Math.exp(logs[k] - largest)
    for (let k = row; k < row + K; k++) logs[k] /= sum
  }
  return logs
}

export const sharesOf = (mixture, X, n) => toShares(logJoints(mixture, X, n), mixture.K)

// The component with the largest of K values that begin at `row`.
export function largestOf(values, row, K) {
  let best = 0
  for (let k = 1; k < K; k++) if (values[row + k] > values[row + best]) best = k
  return best
}

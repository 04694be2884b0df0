// The M step of every component from the mixture of one step: all points' sums, and what they make.

import { drawnTo, priorPoints } from "../shared/prior.js"
import { responsibilitiesOf } from "../shared/responsibilities.js"

const zeros = length => Array.from({ length }, () => 0)
const table = (rows, columns) => Array.from({ length: rows }, () => zeros(columns))

// counts K, the sums of the responsibilities; totals K x D, of responsibility times point; scatters K x D x D, of
// responsibility times squared deviation from the points' weighted mean; means K x D and covariances K x D x D, what they
// make by the covariance type's rule, with the ridge. NaN in what a component without points would get. With a prior: its
// points (../shared/prior.js), and between K x D x D, what the way to its mean adds to the scatters; else none.
export function sumsOf(mixture, X, n, { covariance_type, reg_covar, prior }) {
  const { K, D } = mixture, shares = responsibilitiesOf(mixture, X, n)
  const counts = zeros(K), totals = table(K, D)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < K; k++) {
      counts[k] += shares[i * K + k]
      for (let d = 0; d < D; d++) totals[k][d] += shares[i * K + k] * X[i * D + d]
    }
  }
  const weighted = totals.map((total, k) => total.map(value => value / counts[k])), scatters = counts.map(() => table(D, D))
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < K; k++) {
      for (let d = 0; d < D; d++) {
        for (let e = 0; e < D; e++) {
          scatters[k][d][e] += shares[i * K + k] * (X[i * D + d] - weighted[k][d]) * (X[i * D + e] - weighted[k][e])
        }
      }
    }
  }
  const added = prior ? priorPoints(prior, covariance_type, K) : null
  const drawn = added && weighted.map((mean, k) => drawnTo(added, counts[k], mean))
  const whole = scatters.map((scatter, k) => (added ? scatter.map((row, d) => row.map((value, e) =>
    (counts[k] > 0 ? value : 0) + drawn[k].between[d][e] + added.scatter[d][e])) : scatter))
  const divisors = counts.map(count => count + (added?.n ?? 0)), all = divisors.reduce((sum, each) => sum + each, 0)
  const pooled = table(D, D).map((row, d) => row.map((_, e) => whole.reduce((sum, each) => sum + each[d][e], 0) / all))
  const covariances = whole.map((scatter, k) => {
    const free = covariance_type === "tied" ? pooled : scatter.map(row => row.map(value => value / divisors[k]))
    const mean = free.reduce((sum, row, d) => sum + row[d], 0) / D
    const kept = (d, e) => (d !== e && (covariance_type === "diag" || covariance_type === "spherical") ? 0
      : covariance_type === "spherical" ? mean : free[d][e])
    return free.map((row, d) => row.map((_, e) => kept(d, e) + (d === e ? reg_covar : 0)))
  })
  const means = drawn ? drawn.map(({ mean }) => mean) : weighted
  return { counts, totals, scatters, means, covariances, prior: added, between: drawn?.map(({ between }) => between) ?? null }
}

// How many points component k's mean is made of: those that it holds, and the prior's.
export const pointsInMean = ({ counts, prior }, k) => counts[k] + (prior?.atMean ?? 0)

// The sums of step t as `m_step.js` reads them.
export function byStep({ run, points, t }, { counts, totals, scatters, means, covariances, prior, between }) {
  const of = values => ({ [t]: values })
  return {
    ...run.options, n_points: points.n_points, points: [means[0]],
    prior, between: of(between), counts: of(counts), totals: of(totals), scatters: of(scatters), new_means: of(means), new_covariances: of(covariances),
  }
}

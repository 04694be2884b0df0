// The M step of every component from the mixture of one step: all points' sums, and what they make.

import { responsibilitiesOf } from "../shared/responsibilities.js"

const zeros = length => Array.from({ length }, () => 0)
const table = (rows, columns) => Array.from({ length: rows }, () => zeros(columns))

// counts K, the sums of the responsibilities; totals K x D, of responsibility times point; scatters K x D x D, of
// responsibility times squared deviation from the new mean; means K x D, totals / counts; covariances K x D x D, by the
// covariance type's rule, with the ridge. NaN in what a component without points would get.
export function sumsOf(mixture, X, n, { covariance_type, reg_covar }) {
  const { K, D } = mixture, shares = responsibilitiesOf(mixture, X, n)
  const counts = zeros(K), totals = table(K, D)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < K; k++) {
      counts[k] += shares[i * K + k]
      for (let d = 0; d < D; d++) totals[k][d] += shares[i * K + k] * X[i * D + d]
    }
  }
  const means = totals.map((total, k) => total.map(value => value / counts[k])), scatters = counts.map(() => table(D, D))
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < K; k++) {
      for (let d = 0; d < D; d++) {
        for (let e = 0; e < D; e++) {
          scatters[k][d][e] += shares[i * K + k] * (X[i * D + d] - means[k][d]) * (X[i * D + e] - means[k][e])
        }
      }
    }
  }
  const pooled = table(D, D).map((row, d) => row.map((_, e) => scatters.reduce((sum, each) => sum + each[d][e], 0) / n))
  const covariances = scatters.map((scatter, k) => {
    const free = covariance_type === "tied" ? pooled : scatter.map(row => row.map(value => value / counts[k]))
    const mean = free.reduce((sum, row, d) => sum + row[d], 0) / D
    const kept = (d, e) => (d !== e && (covariance_type === "diag" || covariance_type === "spherical") ? 0
      : covariance_type === "spherical" ? mean : free[d][e])
    return free.map((row, d) => row.map((_, e) => kept(d, e) + (d === e ? reg_covar : 0)))
  })
  return { counts, totals, scatters, means, covariances }
}

// The sums of step t as `m_step.js` reads them.
export function byStep({ run, points, t }, { counts, totals, scatters, means, covariances }) {
  const of = values => ({ [t]: values })
  return {
    ...run.options, n_points: points.n_points, points: [means[0]],
    counts: of(counts), totals: of(totals), scatters: of(scatters), new_means: of(means), new_covariances: of(covariances),
  }
}

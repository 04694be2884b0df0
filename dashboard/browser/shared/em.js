// EM from any mixture, a step at a time, as emcore takes it (emcore/em.py, steps.py): in one dimension or two, with every
// covariance type, ridge, prior, weights kept or learned, and the same three ways to end.

import { drawnTo, logDensity, priorPoints } from "./prior.js"
import { logProducts } from "./responsibilities.js"

const EPS = 2 ** -52, SMALLEST_NORMAL = 2 ** -1022

// What each covariance type makes of the scatters, in place (emcore/covariances.py). They stand one after the other: s11,
// or s11, s21, s22 in the plane. A type that is missing here has no ghost.
const ESTIMATES = {
  full(counts, scatters, F) {
    for (let at = 0; at < scatters.length; at++) scatters[at] /= counts[Math.floor(at / F)]
  },
  tied(counts, scatters, F) {
    const total = counts.reduce((sum, count) => sum + count, 0)
    for (let f = 0; f < F; f++) {
      let sum = 0
      for (let at = f; at < scatters.length; at += F) sum += scatters[at]
      for (let at = f; at < scatters.length; at += F) scatters[at] = sum / total
    }
  },
  diag(counts, scatters, F) {
    ESTIMATES.full(counts, scatters, F)
    if (F === 3) for (let at = 1; at < scatters.length; at += 3) scatters[at] = 0
  },
  spherical(counts, scatters, F) {
    ESTIMATES.diag(counts, scatters, F)
    if (F === 1) return
    for (let at = 0; at < scatters.length; at += 3) {
      scatters[at] = scatters[at + 2] = (scatters[at] + scatters[at + 2]) / 2
    }
  },
}

export const knows = type => type in ESTIMATES

// Points X, n x D in a flat list, with the largest variances that can't be told from 0 at their size.
export function pointsOf(X, D) {
  const sizes = Array.from({ length: D }, () => 0)
  X.forEach((value, i) => { sizes[i % D] = Math.max(sizes[i % D], Math.abs(value)) })
  return { X, D, n: X.length / D, resolution: sizes.map(size => Math.max((4 * EPS * size) ** 2, SMALLEST_NORMAL)) }
}

// A run from `start` on `points`: { mixture, n, step, means, logLikelihood, stop, advance }. `means` are those of all steps;
// `stop` is null, "converged", "max_iter" or "collapsed", then at the last sound step. `rules` are the options of the run
// in view: { covariance_type, reg_covar, learn_weights, max_iter, tol, prior }. With a prior what converges is the log
// posterior.
export function runFrom(start, points, rules) {
  const run = { mixture: start, n: points.n, step: 0, means: [start.means], logLikelihood: NaN, stop: null }
  let climbed = NaN
  run.advance = () => {
    const { responsibilities, logLikelihood } = eStep(run.mixture, points), before = climbed
    climbed = logLikelihood + (rules.prior ? logDensity(rules.prior, rules.covariance_type, run.mixture) : 0)
    const gain = Math.abs(climbed - before) / points.n
    run.logLikelihood = logLikelihood
    if (gain < rules.tol) run.stop = "converged"
    else if (run.step >= rules.max_iter) run.stop = "max_iter"
    else {
      const next = mStep(run.mixture, responsibilities, points, rules)
      if (next === null) run.stop = "collapsed"
      else {
        run.mixture = next
        run.step++
        run.means.push(next.means)
      }
    }
  }
  return run
}

function eStep(mixture, { X, n }) {
  const { K } = mixture, values = logProducts(mixture, X, n)
  let logLikelihood = 0
  for (let row = 0; row < values.length; row += K) {
    let largest = -Infinity, sum = 0
    for (let at = row; at < row + K; at++) if (values[at] > largest) largest = values[at]
    for (let at = row; at < row + K; at++) sum += values[at] = Math.exp(values[at] - largest)
    for (let at = row; at < row + K; at++) values[at] /= sum
    logLikelihood += largest + Math.log(sum)
  }
  return { responsibilities: values, logLikelihood }
}

// The next mixture, of responsibilities n x K; null where a component collapses.
export function mStep(mixture, responsibilities, points, rules) {
  const { K, D } = mixture, { X, n, resolution } = points, F = D === 1 ? 1 : 3
  const counts = new Float64Array(K), means = new Float64Array(K * D), scatters = new Float64Array(K * F)
  const prior = rules.prior ? priorPoints(rules.prior, rules.covariance_type, K) : null
  for (let k = 0; k < K; k++) {
    const old1 = mixture.means[k * D], old2 = D === 1 ? 0 : mixture.means[k * D + 1]
    let count = 0, sum1 = 0, sum2 = 0 // of deviations: of the points themselves they would lose digits far from 0
    for (let i = 0, at = k; i < n; i++, at += K) {
      const r = responsibilities[at]
      count += r
      sum1 += r * (X[i * D] - old1)
      if (D === 2) sum2 += r * (X[2 * i + 1] - old2)
    }
    if (count === 0 && !prior) return null
    const held = count || 1, mean1 = old1 + sum1 / held, mean2 = old2 + sum2 / held
    let s11 = 0, s21 = 0, s22 = 0
    for (let i = 0, at = k; i < n; i++, at += K) {
      const r = responsibilities[at], away1 = X[i * D] - mean1
      s11 += r * away1 * away1
      if (D === 2) {
        const away2 = X[2 * i + 1] - mean2
        s21 += r * away1 * away2
        s22 += r * away2 * away2
      }
    }
    counts[k] = count
    let mean = D === 1 ? [mean1] : [mean1, mean2], scatter = D === 1 ? [s11] : [s11, s21, s22]
    if (prior) {
      const { mean: drawn, between } = drawnTo(prior, count, mean)
      const added = lowerOf(between), own = lowerOf(prior.scatter)
      mean = drawn
      scatter = scatter.map((value, f) => value + added[f] + own[f])
    }
    means.set(mean, k * D)
    scatters.set(scatter, k * F)
  }
  ESTIMATES[rules.covariance_type](prior ? counts.map(count => count + prior.n) : counts, scatters, F)
  const factors = factorsOf(scatters, D, rules.reg_covar, resolution)
  const weights = rules.learn_weights ? counts.map(count => count / n) : mixture.weights
  return factors && { K, D, weights, means, factors }
}

const lowerOf = matrix => matrix.flatMap((row, i) => row.slice(0, i + 1))

// Lower Cholesky factors of the covariances with the ridge; null where one is singular as far as float64 can tell.
function factorsOf(covariances, D, ridge, resolution) {
  const factors = new Float64Array(covariances.length)
  for (let at = 0; at < covariances.length; at += D === 1 ? 1 : 3) {
    const c11 = covariances[at] + ridge
    if (!(c11 > resolution[0])) return null
    factors[at] = Math.sqrt(c11)
    if (D === 1) continue
    const c22 = covariances[at + 2] + ridge, l21 = covariances[at + 1] / factors[at], rest = c22 - l21 * l21
    if (!(c22 > resolution[1] && rest > 8 * EPS * c22)) return null
    factors[at + 1] = l21
    factors[at + 2] = Math.sqrt(rest)
  }
  return factors
}

// EM on two parameters of a mixture in one dimension, all else fixed, as emcore takes it (emcore/study/climbs.py).
//
// model  points
//        weights, means, sds   of the mixture; what is free in it is a placeholder
//        axes                  the free parameters, across and up: { of, k, low, high }, the mean or the sd of a
//                              component; a place on the map is [across, up], an sd the logarithm of it, to base 10

import { logSumOf } from "../shared/responsibilities.js"

const EPS = 2 ** -52
const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI)
const sum = values => values.reduce((total, value) => total + value, 0)

export function mixtureAt({ weights, means, sds, axes }, place) {
  const mixture = { weights, means: [...means], sds: [...sds] }
  axes.forEach(({ of, k }, i) => {
    if (of === "mean") mixture.means[k] = place[i]
    else mixture.sds[k] = 10 ** place[i]
  })
  return mixture
}

const logProducts = ({ weights, means, sds }, x) =>
  weights.map((weight, k) => Math.log(weight / sds[k]) - HALF_LOG_2PI - 0.5 * ((x - means[k]) / sds[k]) ** 2)

export function logLikelihoodAt(model, place) {
  const mixture = mixtureAt(model, place)
  return sum(model.points.map(x => logSumOf(logProducts(mixture, x))))
}

// The share that every component has of every point.
export function sharesAt(model, place) {
  const mixture = mixtureAt(model, place)
  return model.points.map(x => {
    const logs = logProducts(mixture, x), whole = logSumOf(logs)
    return logs.map(log => Math.exp(log - whole))
  })
}

// What the M step needs: of every component how many points it holds, their mean and variance.
const heldBy = ({ points, weights }, shares) => weights.map((_, k) => {
  const count = sum(shares.map(share => share[k])), mean = sum(points.map((x, n) => shares[n][k] * x)) / count
  return { count, mean, variance: sum(points.map((x, n) => shares[n][k] * (x - mean) ** 2)) / count }
})

// The lower bound as the parameters move and the shares stay: a function of the place.
export function boundOf(model, shares) {
  const held = heldBy(model, shares)
  const entropy = -sum(shares.flat().map(share => (share > 0 ? share * Math.log(share) : 0)))
  return place => {
    const { weights, means, sds } = mixtureAt(model, place)
    return entropy + sum(held.map(({ count, mean, variance }, k) => (count > 0 ? 1 : 0) &&
      count * (Math.log(weights[k] / sds[k]) - HALF_LOG_2PI - 0.5 * (variance + (mean - means[k]) ** 2) / sds[k] ** 2)))
  }
}

// The top of the bound; its `problem` is "empty" where the free component holds no point, "collapsed" where it would
// have no width.
export function topOf(model, shares) {
  const held = heldBy(model, shares), means = [...model.means]
  for (const { of, k } of model.axes) if (of === "mean") means[k] = held[k].mean
  const widths = held.map(({ mean, variance }, k) => variance + (mean - means[k]) ** 2)
  const place = model.axes.map(({ of, k }) => (of === "mean" ? means[k] : 0.5 * Math.log10(widths[k])))
  const resolution = (4 * EPS * Math.max(...model.points.map(Math.abs))) ** 2
  const of = name => model.axes.filter(axis => axis.of === name)
  const isEmpty = model.axes.some(({ k }) => !(held[k].count > 0))
  const problem = isEmpty ? "empty" : of("sd").some(({ k }) => !(widths[k] > resolution)) ? "collapsed" : ""
  return { place, problem }
}

// Whether the last step moved less than `near` along both axes.
export const hasArrived = (places, near) => places.length > 1 &&
  places.at(-1).every((value, i) => Math.abs(value - places.at(-2)[i]) < near)

// The run from `start`: { places, logLikelihoods, tops, stop }: at every step the place, and the top of the bound
// that touches there. `stop` is "converged", where a step moved less than `near` along both axes, "max_iter", or the
// problem of the top that it would go to.
export function climb(model, start, { max_iter, near }) {
  const run = { places: [start], logLikelihoods: [logLikelihoodAt(model, start)], tops: [], stop: "" }
  while (!run.stop) {
    const top = topOf(model, sharesAt(model, run.places.at(-1)))
    run.tops.push(top)
    if (hasArrived(run.places, near)) run.stop = "converged"
    else if (run.places.length > max_iter) run.stop = "max_iter"
    else if (top.problem) run.stop = top.problem
    else {
      run.places.push(top.place)
      run.logLikelihoods.push(logLikelihoodAt(model, top.place))
    }
  }
  return run
}

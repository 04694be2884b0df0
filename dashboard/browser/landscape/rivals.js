// Other ways up the same surface, where both free parameters are means: gradient ascent, and Newton's method, which looks
// for a level place, whatever it is.

import { logLikelihoodAt, mixtureAt, sharesAt } from "./model.js"

const AWAY = 1e6 // from there nobody comes back
const FLAT = 1e-6 // curvature, in shares of the other one

// Gradient and Hessian of the log-likelihood: { g: [g1, g2], h: [h11, h12, h22] }.
export function slopeAt(model, place) {
  const { means, sds } = mixtureAt(model, place), shares = sharesAt(model, place), [i, j] = model.axes.map(({ k }) => k)
  const g = [0, 0], h = [0, 0, 0]
  model.points.forEach((x, n) => {
    const [a, b] = [i, j].map(k => (x - means[k]) / sds[k] ** 2), p = shares[n][i], q = shares[n][j]
    g[0] += p * a
    g[1] += q * b
    h[0] += p * (1 - p) * a * a - p / sds[i] ** 2
    h[1] -= p * q * a * b
    h[2] += q * (1 - q) * b * b - q / sds[j] ** 2
  })
  return { g, h }
}

// Steps of one length for all: the gradient times the smallest variance / N. No step of it can go down: nowhere is the
// surface bent down more than that.
const uphill = model => {
  const length = Math.min(...model.sds) ** 2 / model.points.length
  return ([x, y], { g }) => [x + length * g[0], y + length * g[1]]
}

// To where the parabola with the same slope and curvature is level.
const newton = () => ([x, y], { g, h }) => {
  const det = h[0] * h[2] - h[1] ** 2
  return [x - (h[2] * g[0] - h[1] * g[1]) / det, y - (h[0] * g[1] - h[1] * g[0]) / det]
}

// What a level place is: "peak", "saddle", or "flat", where one curvature is none.
export function kindOf(model, place) {
  const { h: [a, b, c] } = slopeAt(model, place), middle = (a + c) / 2, half = Math.hypot((a - c) / 2, b)
  const curvatures = [middle - half, middle + half]
  if (Math.abs(curvatures[1]) < FLAT * Math.abs(curvatures[0])) return "flat"
  return curvatures[1] < 0 ? "peak" : "saddle"
}

// From `start` until a step changes the log-likelihood by less than `tol` per point: { places, end }; `end` is what the
// last place is, "away" where it left for good, or "max_iter".
function way(model, start, next, { max_iter, tol }) {
  const places = [start]
  let now = logLikelihoodAt(model, start)
  while (places.length <= max_iter) {
    const last = places.at(-1), place = next(last, slopeAt(model, last))
    if (!place.every(value => Math.abs(value) < AWAY)) return { places, end: "away" }
    const before = now
    now = logLikelihoodAt(model, place)
    places.push(place)
    if (Math.abs(now - before) / model.points.length < tol) return { places, end: kindOf(model, place) }
  }
  return { places, end: "max_iter" }
}

export const rivalsOf = (model, start, rules) => [
  { name: "gradient ascent", ...way(model, start, uphill(model), rules) },
  { name: "Newton", ...way(model, start, newton(), rules) },
]

// Other ways up the same surface, where both free parameters are means, as emcore takes them
// (emcore/study/two_means.py): gradient ascent, and Newton's method, which looks for a level place, whatever it is.

import { hasArrived, mixtureAt, sharesAt } from "./model.js"

const EPS = 2 ** -52
const FAR = 100 // lengths of the axes
const FLAT = 1e-6 // of the largest curvature that there can be: no peak, no saddle

// Gradient and Hessian of the log-likelihood: { g: [g1, g2], h: [h11, h12, h22] }.
function slopeAt(model, place) {
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
const lengthOf = model => Math.min(...model.sds) ** 2 / model.points.length
const uphill = model => {
  const length = lengthOf(model)
  return ([x, y], { g }) => [x + length * g[0], y + length * g[1]]
}

// To where the parabola with the same slope and curvature is level. null where it is so flat that rounding decides.
const newton = model => ([x, y], { g, h }) => {
  const det = h[0] * h[2] - h[1] ** 2, [low, high] = curvaturesOf(h).map(Math.abs)
  if (!((Math.min(low, high) * lengthOf(model)) > EPS)) return null
  return [x - (h[2] * g[0] - h[1] * g[1]) / det, y - (h[0] * g[1] - h[1] * g[0]) / det]
}

// The lower one first.
function curvaturesOf([a, b, c]) {
  const middle = (a + c) / 2, half = Math.hypot((a - c) / 2, b)
  return [middle - half, middle + half]
}

// What a level place is: "peak", "saddle", or "flat", where it is bent along one line at most.
export function kindOf(model, place) {
  const [low, high] = curvaturesOf(slopeAt(model, place).h)
  if (Math.min(Math.abs(low), Math.abs(high)) * lengthOf(model) < FLAT) return "flat"
  return high < 0 ? "peak" : "saddle"
}

// From `start` until a step moves less than `near` along both axes: { places, end }; `end` is what the last place is,
// "away" where it left for good, or "max_iter".
function way(model, start, next, { max_iter, near }) {
  const places = [start], isFar = place => place.some((value, i) => {
    const { low, high } = model.axes[i]
    return Math.abs(value - (low + high) / 2) > FAR * (high - low)
  })
  while (!hasArrived(places, near)) {
    if (places.length > max_iter) return { places, end: "max_iter" }
    const last = places.at(-1), place = next(last, slopeAt(model, last))
    if (!place) return { places, end: "flat" }
    if (isFar(place)) return { places, end: "away" }
    places.push(place)
  }
  return { places, end: kindOf(model, places.at(-1)) }
}

export const rivalsOf = (model, start, rules) => [
  { name: "gradient ascent", ...way(model, start, uphill(model), rules) },
  { name: "Newton", ...way(model, start, newton(model), rules) },
]

// EM, hard EM and k-means from one start. They differ in two things only: how softly the points are shared out, by a
// temperature, and whether the components' shapes are learned or stay equal circles (emcore/study/hard_em.py).
//
// Temperature T: shares are in proportion to (weight x density)^(1/T). 1 is EM, 0 gives every point whole to the
// likeliest component, the more the more equal are all shares.

import { largestOf } from "../shared/colour.js"
import { mStep } from "../shared/em.js"
import { logProducts, squaredDistances } from "../shared/responsibilities.js"

export const COOLING = 20 // steps
const ALIKE = 0.01 // shares of a point that differ by less are as good as the same
const TOGETHER = 0.5 // nats: components the ratio of whose joint densities varies less over the points are not apart

// The temperature at every step: the same for all, or from `temperature` to 1, by the same factor in each step.
export const temperatureAt = ({ temperature, how }, step) =>
  how === "cooling" ? temperature ** Math.max(1 - step / COOLING, 0) : temperature

// A run: { steps, stop }. A step holds its mixture, the temperature at which it shares the points out, the `classes` of
// its components, to which component each point belongs most, the components' sizes, and what the algorithm climbs.
// Components that have melted into one, so that they have equal shares of every point but for remains that mean nothing,
// are of one class: that of the first of them, to which all points of the class are counted. `stop` is "settled", "most" after so many
// steps, or "collapsed", then at the last sound step. Small gains do not settle a run that has cooled down while
// components are still one: that is a saddle, which EM leaves slowly.
//
// `advance(mixture, shares)` makes the next mixture; null where it collapses.
export function runOf(start, points, heat, advance, { tol, most }) {
  const steps = [], atEnd = temperatureAt(heat, Infinity)
  for (let mixture = start; ;) {
    const before = steps.at(-1), { step, shares } = shareOut(mixture, points, temperatureAt(heat, steps.length))
    steps.push(step)
    const mayEnd = before?.temperature === atEnd && rests(before, step, tol * points.n)
    if (mayEnd && !(heat.how === "cooling" && together(mixture, points))) return { steps, stop: "settled" }
    if (steps.length > most) return { steps, stop: "most" }
    mixture = advance(mixture, shares)
    if (mixture === null) return { steps, stop: "collapsed" }
  }
}

const rests = (before, now, gain) => (now.temperature === 0
  ? now.winners.every((winner, i) => winner === before.winners[i])
  : Math.abs(now.objective - before.objective) < gain)

// Whether any two components are one but for a hair, so that the points can't tell them apart.
function together(mixture, { X, n }) {
  const { K } = mixture, logs = logProducts(mixture, X, n)
  for (let k = 1; k < K; k++) for (let j = 0; j < k; j++) {
    let [low, high] = [Infinity, -Infinity]
    for (let row = 0; row < n * K; row += K) {
      const ratio = logs[row + k] - logs[row + j]
      if (ratio < low) low = ratio
      if (ratio > high) high = ratio
    }
    if (high - low < TOGETHER) return true
  }
  return false
}

// In one pass, for thousands of points at every step.
function shareOut(mixture, { X, n }, temperature) {
  const { K } = mixture, pairs = temperature > 0 ? pairsOf(K) : [], logs = logProducts(mixture, X, n), shares = new Float64Array(n * K)
  const winners = new Uint8Array(n), sizes = Array.from({ length: K }, () => 0)
  let alike = pairs, logLikelihood = 0, objective = 0
  for (let i = 0, row = 0; i < n; i++, row += K) {
    const winner = largestOf(logs, row, K), largest = logs[row + winner]
    winners[i] = winner
    sizes[winner]++
    let densities = 0, total = 0
    for (let at = row; at < row + K; at++) {
      const below = logs[at] - largest, density = Math.exp(below)
      densities += density
      if (temperature > 0) total += shares[at] = temperature === 1 ? density : Math.exp(below / temperature)
    }
    logLikelihood += largest + Math.log(densities)
    objective += largest
    if (temperature > 0) {
      objective += temperature * Math.log(total)
      for (let at = row; at < row + K; at++) shares[at] /= total
      if (alike.length) alike = alike.filter(([j, k]) => Math.abs(shares[row + j] - shares[row + k]) < ALIKE)
    } else shares[row + winner] = 1
  }
  const classes = sizes.map((_, k) => k)
  for (const [j, k] of alike) classes[k] = Math.min(classes[k], classes[j])
  if (alike.length) gather(winners, sizes, classes)
  return { step: { mixture, temperature, classes, winners, sizes, logLikelihood, objective }, shares }
}

// Of K components, by the second.
const pairsOf = K => Array.from({ length: K }, (_, k) => Array.from({ length: k }, (__, j) => [j, k])).flat()

// All points of a class to its first component.
function gather(winners, sizes, classes) {
  winners.forEach((winner, i) => { winners[i] = classes[winner] })
  sizes.fill(0)
  winners.forEach(winner => sizes[winner]++)
}

// How the points are shared out at a step, n x K.
export const sharesAt = ({ mixture, temperature }, points) => shareOut(mixture, points, temperature).shares

// The components of `start` as circles of this standard deviation, all of the same weight.
export function circlesAt({ K, D, means }, sd) {
  const factor = D === 1 ? [sd] : [sd, 0, sd], all = value => Array.from({ length: K }, () => value)
  return { K, D, means, weights: all(1 / K), factors: all(factor).flat() }
}

// The same circles around the means of their shares; null where one has none.
function moved(circles, shares, { X, n }) {
  const { K, D } = circles, means = Float64Array.from(circles.means)
  for (let k = 0; k < K; k++) {
    let count = 0
    for (let i = 0; i < n; i++) count += shares[i * K + k]
    if (count === 0) return null
    for (let d = 0; d < D; d++) {
      const old = means[k * D + d] // of the points themselves the sum would lose digits far from 0
      let sum = 0
      for (let i = 0; i < n; i++) sum += shares[i * K + k] * (X[i * D + d] - old)
      means[k * D + d] = old + sum / count
    }
  }
  return { ...circles, means }
}

// The standard deviation of the points, of the mean variance over the features.
function sdOf({ X, D, n }) {
  let sum = 0
  for (let d = 0; d < D; d++) {
    let mean = 0
    for (let i = 0; i < n; i++) mean += X[i * D + d] / n
    for (let i = 0; i < n; i++) sum += (X[i * D + d] - mean) ** 2 / n
  }
  return Math.sqrt(sum / D)
}

const learned = (points, rules) => (mixture, shares) => mStep(mixture, shares, points, rules)
const ofCircles = points => (mixture, shares) => moved(mixture, shares, points)

// EM at a temperature, `heat`: { temperature, how }, of which "circles" has equal circles in place of learned shapes.
export function emFrom(start, points, rules, heat) {
  if (heat.how !== "circles") return runOf(start, points, heat, learned(points, rules), rules)
  return runOf(circlesAt(start, sdOf(points)), points, heat, ofCircles(points), rules)
}

const WHOLE = { temperature: 0, how: "steady" }

export const hardFrom = (start, points, rules) => runOf(start, points, WHOLE, learned(points, rules), rules)

// What k-means lowers is the sum of the squared distances to the nearest centres.
export function kMeansFrom(start, points, rules) {
  const run = runOf(circlesAt(start, 1), points, WHOLE, ofCircles(points), rules)
  for (const step of run.steps) {
    const distances = squaredDistances(step.mixture, points.X, points.n)
    step.objective = step.winners.reduce((sum, winner, i) => sum + distances[i * start.K + winner], 0)
  }
  return run
}

// What a drag makes of a mixture.

import { numeral } from "../shared/numeral.js"
import { squaredDistances } from "../shared/responsibilities.js"

const DIGITS = 4 // of a place, by the axis's length: finer than a pixel, and links stay short
const NARROWEST = 0.02 // of the spread before

// The mixture with the part `grip` of it dragged `from` one place `to` another, both in data units.
export function dragged(mixture, { k, part }, from, to, plot) {
  const { D } = mixture, means = mixture.means.slice(), factors = mixture.factors.slice()
  if (part === "mean") {
    const lengths = [plot.x1 - plot.x0, plot.y1 - plot.y0]
    for (let d = 0; d < D; d++) means[k * D + d] = onGrid(means[k * D + d] + to[d] - from[d], lengths[d])
  } else { // as much wider as brings the place that is held under the pointer
    const F = D === 1 ? 1 : 3, times = Math.max(awayFrom(mixture, k, to) / awayFrom(mixture, k, from), NARROWEST)
    for (let f = k * F; f < (k + 1) * F; f++) factors[f] *= times
  }
  return { ...mixture, means, factors }
}

// Standard deviations from component k's mean to a place.
const awayFrom = (mixture, k, place) =>
  Math.sqrt(squaredDistances(mixture, place.slice(0, mixture.D), 1)[k])

function onGrid(value, length) {
  const decimals = DIGITS - 1 - Math.floor(Math.log10(length))
  return decimals >= 0 ? Number(value.toFixed(Math.min(decimals, 100))) : Math.round(value * 10 ** decimals) / 10 ** decimals
}

// Component k in a person's terms, as emcore's `gaussians_of` has it.
export function termsOf({ D, means, factors }, k) {
  if (D === 1) return { mean: [means[k]], sd: [factors[k]], correlation: 0 }
  const [l11, l21, l22] = factors.subarray(3 * k, 3 * k + 3), sd2 = Math.hypot(l21, l22)
  return { mean: [means[2 * k], means[2 * k + 1]], sd: [l11, sd2], correlation: l21 / sd2 }
}

// The numbers in hand, in words.
export function told(mixture, { k, part }) {
  const { mean, sd } = termsOf(mixture, k), numbers = (part === "mean" ? mean : sd).map(value => numeral(value, 4))
  const listed = numbers.length > 1 ? `(${numbers.join(", ")})` : numbers[0]
  return `Component ${k + 1}: ${part === "mean" ? "mean" : "sd"} ${listed}`
}

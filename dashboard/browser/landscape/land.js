// The land: surface, contours, and what is marked on it.

import { fixed } from "../shared/numeral.js"
import { numbersOf } from "../shared/packed.js"
import { climb, logLikelihoodAt } from "./model.js"
import { kindOf } from "./rivals.js"
import { contoursOf, peaksOf, places, surfaceOf } from "./surface.js"

const COUNT = 121 // places along an axis
const EXACTLY = { max_iter: 1000, near: 1e-9 }
const SAME = 1e-3
const OF_TWO = { highest: "the higher peak", lower: "the lower peak" }
const OF_MANY = { highest: "the highest peak; on a ridge it is higher still", lower: "a peak; others are higher" }

const named = (place, height, kind, name) => ({ place, height, kind, name, said: `${kind} ${fixed(height, 2)}` })

// Of a model (model.js) whose points the browser has; `levels` of its contours, if they are given.
export function landOf(model, levels) {
  const { axes, points } = model, isOfMeans = axes.every(({ of }) => of === "mean")
  const exact = isOfMeans ? [] : points // where the ridges are
  const [across, up] = axes.map(({ of, low, high }) => places(low, high, COUNT, of === "mean" ? exact : []))
  const surface = surfaceOf(across, up, (x, y) => logLikelihoodAt(model, [x, y]))
  const marks = []
  for (const { place } of peaksOf(surface)) {
    const end = climb(model, place, EXACTLY), top = end.places.at(-1)
    const isNew = marks.every(mark => Math.hypot(...mark.place.map((value, i) => value - top[i])) > SAME)
    if (end.stop === "converged" && isNew) marks.push(named(top, end.logLikelihoods.at(-1), "peak", ""))
  }
  namePeaks(marks, isOfMeans ? OF_TWO : OF_MANY)
  if (isOfMeans) {
    const mean = points.reduce((total, x) => total + x, 0) / points.length, middle = [mean, mean]
    const height = logLikelihoodAt(model, middle)
    if (kindOf(model, middle) === "saddle") marks.push(named(middle, height, "saddle", "the saddle"))
  } else {
    const [{ low, high }, { low: bottom, high: top }] = axes, place = [(low + high) / 2, bottom + 0.07 * (top - bottom)]
    marks.push({ place, kind: "ridge", name: "", said: "at each point a ridge without end" })
  }
  return { surface, contours: contoursOf(surface, levels), marks, diagonal: isOfMeans, axes }
}

// The highest first.
function namePeaks(peaks, { highest, lower }) {
  peaks.sort((a, b) => b.height - a.height)
  const isHighest = ({ height }) => peaks[0].height - height < SAME, isShared = peaks.filter(isHighest).length > 1
  for (const peak of peaks) {
    if (!isHighest(peak)) peak.name = lower
    else peak.name = isShared ? "one of two equal peaks" : highest
  }
}

// Of heights that come from Python. No place of the grid is called a peak: the true one lies between them, and higher.
export function landGiven({ heights, across, up, ridges, end }, axes) {
  const rows = numbersOf(heights)
  const surface = surfaceOf(across, up, (x, y, column, row) => rows[row * across.length + column])
  const marks = [{ ...named(end.place, end.height, "the run's end", ""), isAbove: end.place[1] > end.from[1] }]
  for (const place of ridges) marks.push({ place, kind: "ridge", name: "", said: "∞" })
  return { surface, contours: contoursOf(surface), marks, diagonal: false, axes }
}

// What a place is, in words.
export function nameOf({ marks, axes }, place) {
  const isNear = (value, i) => Math.abs(value - place[i]) < 0.01 * (axes[i].high - axes[i].low)
  return marks.find(mark => mark.name && mark.place.every(isNear))?.name ?? "a level place"
}

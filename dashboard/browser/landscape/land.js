// The land: surface, contours, and what is marked on it.

import { numbersOf } from "../shared/packed.js"
import { contoursOf } from "./map.js"
import { climb, logLikelihoodAt } from "./model.js"
import { kindOf } from "./rivals.js"
import { peaksOf, places, surfaceOf } from "./surface.js"
import { write } from "./plot.js"

const COUNT = 121 // places along an axis
const EXACTLY = { max_iter: 1000, near: 1e-9 }
const SAME = 1e-3

const named = (place, height, kind, name) => ({ place, height, kind, name, said: `${kind} ${write(height, 2)}` })

// Of a model (model.js) whose points the browser has; `levels` of its contours, if they are given.
export function landOf(model, levels) {
  const { axes, points } = model, isOfMeans = axes.every(({ of }) => of === "mean")
  const [across, up] = axes.map(({ of, low, high }) => places(low, high, COUNT, of === "mean" && !isOfMeans ? points : []))
  const surface = surfaceOf(across, up, (x, y) => logLikelihoodAt(model, [x, y]))
  const marks = []
  for (const { place } of peaksOf(surface)) {
    const end = climb(model, place, EXACTLY), top = end.places.at(-1)
    if (end.stop === "converged" && marks.every(mark => Math.hypot(...mark.place.map((value, i) => value - top[i])) > SAME)) {
      marks.push(named(top, end.logLikelihoods.at(-1), "peak", ""))
    }
  }
  marks.sort((a, b) => b.height - a.height)
  const [highest, second] = marks
  for (const mark of marks) {
    const alone = mark === highest ? !second || second.height < highest.height - SAME : false
    mark.name = alone ? "the higher peak" : highest.height - mark.height < SAME ? "one of two equal peaks" : `${marks.length > 2 ? "a" : "the"} lower peak`
  }
  if (isOfMeans) {
    const mean = points.reduce((total, x) => total + x, 0) / points.length, middle = [mean, mean]
    if (kindOf(model, middle) === "saddle") marks.push(named(middle, logLikelihoodAt(model, middle), "saddle", "the saddle"))
  } else {
    const [{ low, high }, { low: bottom, high: top }] = axes
    marks.push({ place: [(low + high) / 2, bottom + 0.07 * (top - bottom)], kind: "ridge", name: "", said: "at each point a ridge without end" })
  }
  return { surface, contours: contoursOf(surface, levels), marks, diagonal: isOfMeans, axes }
}

// Of heights that come from Python.
export function landGiven({ heights, across, up }, axes) {
  const rows = numbersOf(heights), surface = surfaceOf(across, up, (x, y, column, row) => rows[row * across.length + column])
  const [top] = peaksOf(surface), marks = top ? [named(top.place, top.height, "peak", "")] : []
  return { surface, contours: contoursOf(surface), marks, diagonal: false, axes }
}

// What a place is, in words.
export const nameOf = ({ marks, axes }, place) => marks.find(mark => mark.name &&
  mark.place.every((value, i) => Math.abs(value - place[i]) < 0.01 * (axes[i].high - axes[i].low)))?.name ?? "a level place"

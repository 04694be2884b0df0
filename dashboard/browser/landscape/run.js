// The run from a start: all that is drawn of it, and all that is handed over of it (../shared/run.js).

import { boundOf, climb, logLikelihoodAt, mixtureAt, sharesAt } from "./model.js"
import { contour, places, surfaceOf } from "./surface.js"
import { sentencesOf } from "./words.js"

const COUNT = 61 // places along the axes of the bound's own grid
const AIR = 1.3 // how much wider than the bound it is
const SHORTEST = 0.005 // of the axes: a section is at least as long

// `nameOf(place)`: what an end is, in words.
export function runFrom(start, { model, rules, land }, nameOf) {
  const climbed = climb(model, start, rules), { axes } = model
  const [, ...after] = climbed.places // each the top of the bound before it
  const bounds = after.map((place, step) => boundOf(model, sharesAt(model, climbed.places[step]))(place))
  const mixtures = climbed.places.map(place => mixtureAt(model, place))
  const flat = name => Float64Array.from(mixtures.flatMap(mixture => mixture[name]))
  const lists = { K: model.weights.length, D: 1, weights: flat("weights"), means: flat("means"), factors: flat("sds") }
  const handed = { query: `${land} from ${start}`, word: "Step", last: mixtures.length - 1, ...lists, seen: lists }
  const sentences = sentencesOf({ ...climbed, bounds }, axes, nameOf(climbed.places.at(-1)))
  return { start, ...climbed, handed: { ...handed, logLikelihoods: climbed.logLikelihoods, sentences } }
}

// The bound that touches at a step: { boundAt, touch, next, endless, lines, inside, outside }, its contours and the
// surface's through the place where they touch, and one higher up. null where no component holds a point.
export function bowlAt(run, step, model, surface) {
  const top = run.tops[step], place = run.places[step], touch = run.logLikelihoods[step]
  if (top.problem === "empty") return null
  const boundAt = boundOf(model, sharesAt(model, place)), next = onMap(top, model.axes)
  const ends = model.axes.map((_, i) => [-1, 1].map(way => reach(boundAt, next, i, way, touch, model.axes[i])))
  const own = surfaceOf(...ends.map(([low, high]) => places(low, high, COUNT)), (x, y) => boundAt([x, y]))
  const inside = contour(own, touch), lines = contour(own, (touch + boundAt(next)) / 2)
  return { boundAt, touch, next, endless: Boolean(top.problem), lines, inside, outside: contour(surface, touch) }
}

// A top that is off the map, as that of a collapse, is looked for at its edge.
const onMap = ({ place }, axes) => place.map((value, i) => Math.min(Math.max(value, axes[i].low), axes[i].high))

// How far the bound stays above a level from its top along an axis, and some air.
function reach(boundAt, top, i, way, level, { low, high }) {
  const at = far => top.map((value, j) => (j === i ? value + way * far : value))
  let near = 0, far = (high - low) / 2
  for (let n = 0; n < 30; n++) {
    const middle = (near + far) / 2
    if (boundAt(at(middle)) > level) near = middle
    else far = middle
  }
  return at(AIR * far + 1e-9)[i]
}

// The line of the cross-section at a step: { from, to, jump }; `jump` is the share of it at which the bound's top
// stands: 1, but where EM has all but arrived and the line goes on beyond.
export function sectionAt(run, step, next, { axes }) {
  const spans = axes.map(({ low, high }) => high - low), from = run.places[step]
  const way = to => to.map((value, i) => (value - from[i]) / spans[i]), length = Math.hypot(...way(next))
  if (length >= SHORTEST) return { from, to: next, jump: 1 }
  const before = run.places[step - 1] ?? [from[0] - spans[0], from[1]], back = way(before)
  const far = Math.hypot(...back) || 1
  const to = from.map((value, i) => value - (back[i] / far) * SHORTEST * spans[i])
  return { from, to, jump: length / SHORTEST }
}

export const heightOf = model => place => logLikelihoodAt(model, place)

// Colours by responsibility, the responsibility field, contours and the dreamt data, for the step in view. Nothing is
// sent to the server: the run and the points come once.

import { drawn, drawnOf, onDrawn } from "../shared/drawn.js"
import { isFilmed } from "../shared/filmed.js"
import { keepAlive } from "../shared/reruns.js"
import { responsibilitiesOf } from "../shared/responsibilities.js"
import { COMPANION, mixtureAt, onRun, runNamed, wholeMixtureAt } from "../shared/run.js"
import { inView, onStep } from "../shared/step.js"
import { rgbOf } from "../shared/colour.js"
import { contoursOf } from "./contours.js"
import { dream, drawNumbers } from "./dream.js"
import { paintField } from "../shared/field.js"
import { handOver } from "./hand_over.js"
import { binOf, paintBars, paintCurves, paintRug } from "./one_dimension.js"
import { paintHalos, paintPoints, placeInPlane, placesInCells } from "../shared/painted_points.js"

const REST = 120 // milliseconds without a change after which all points are painted
const BUDGET = 8 // milliseconds of painting points in a frame while the step moves: fewer points if they take longer
const FEWEST = 500

const floats = text => new Float32Array(Uint8Array.from(atob(text), letter => letter.charCodeAt(0)).buffer)

// From shares of the axes' lengths, which are exact enough at any offset.
const pointsOf = ({ points, low, high }) =>
  Float64Array.from(floats(points), (at, i) => low[i % low.length] + at * (high[i % low.length] - low[i % low.length]))

// What paints the charts of one run; `name` is the run's (shared/run.js), `redraw` has the charts drawn again.
function makePainter(name, redraw) {
  const painter = {}
  let look, X, D, n, chance // set by `take`
  let whole // the points in all dimensions, by which they are coloured: { X, D }; X and D are as the picture shows them
  let resting = true, restTimer = null, before = null, liveCount = 4000
  const canvases = new Map() // name -> {canvas, points, key}
  let contours = {} // {draw, key}

  const seesAll = () => D > 2 // every pair of features
  const theRun = () => runNamed(name)
  const hasRun = () => theRun()?.D === whole.D && (seesAll() || theRun().seen?.D === D) // run and points come apart
  const mixtureOf = step => mixtureAt(theRun(), step)
  const onItsWay = () => (drawn().moving ? drawn().number : "")
  const mixtureDrawn = () => (drawn().moving ? drawnOf(name) : mixtureOf(inView().step))

  // The mixture whose responsibilities are shown: at the M beat the colours stay while the curves move; in two beats
  // nothing has been shared out at the start. null: none yet.
  function sharing() {
    const { step, beat, position } = inView()
    if (!hasRun() || (look.beats && position === 0)) return null
    if (whole.D > 2) return wholeMixtureAt(theRun(), beat === "M" ? step - 1 : step)
    return beat === "M" ? mixtureOf(step - 1) : beat === "E" ? mixtureOf(step) : mixtureDrawn()
  }

  painter.take = data => {
    look = null
    if (!data) return // nothing of this run is painted
    const { palette, ...rest } = data
    const font = getComputedStyle(document.body).fontFamily
    look = { ...rest, font, palette: palette.map(rgbOf) }
    D = data.low.length
    X = pointsOf(data)
    n = X.length / D
    whole = data.whole ? { X: pointsOf(data.whole), D: data.whole.low.length } : { X, D }
    chance = data.dream ? drawNumbers(n, D) : null
    painter.renew()
  }

  painter.renew = () => {
    if (!look) return
    if (hasRun()) look.K = theRun().K
    canvases.clear()
    contours = {}
    expose()
    redraw()
  }

  painter.paint = (what, width, height, scale) => {
    if (!look || !hasRun() || !(width > 1 && height > 1)) return null
    if (what === "contours") return look.contours === "none" ? null : contoursIn(width, height)
    const wide = Math.round(width * scale), high = Math.round(height * scale)
    const count = resting || isFilmed() ? n : Math.min(n, Math.max(FEWEST, Math.round(liveCount)))
    const key = [inView().position, inView().step, wide, high, count, onItsWay()].join(" ")
    const painting = canvases.get(what) ?? {}
    if (painting.key === key) return painting.canvas
    const canvas = painting.canvas ?? document.createElement("canvas")
    canvas.width = wide
    canvas.height = high // which clears it
    const begun = performance.now()
    const context = canvas.getContext("2d")
    if (what === "curves") {
      const mixture = sharing()
      if (mixture) paintCurves(context, wide, high, scale, look, mixture)
    } else {
      paintData(context, wide, high, scale, what === "dream", count, painting)
      if (count > 0) {
        const pace = (performance.now() - begun) / count
        liveCount = 0.7 * liveCount + 0.3 * (BUDGET / (look.dream ? 2 : 1) / pace)
      }
    }
    canvases.set(what, { ...painting, canvas, key })
    painter.painted = { ...painter.painted, [what]: { points: count, of: n, ms: performance.now() - begun } }
    return canvas
  }

  function contoursIn(width, height) {
    const key = [inView().step, width, height, onItsWay()].join(" ")
    if (contours.key !== key) contours = { key, draw: contoursOf(mixtureDrawn(), look, width, height) }
    return contours.draw
  }

  // The data, or as many dreamt points, in the same manner.
  function paintData(context, wide, high, scale, dreamt, count, painting) {
    const mixture = sharing()
    const points = dreamt ? dream(mixtureOf(inView().step), chance, count) : X
    const coloured = mixture && look.colors !== "none"
    const responsibilities = coloured ? responsibilitiesOf(mixture, dreamt ? points : whole.X, count) : null
    if (D === 1) {
      const bars = dreamt || look.paints.includes("bars")
      const split = look.colors === "soft" || look.colors === "hard" ? responsibilities : null
      const heights = dreamt ? heightsOf(points, count) : look.bins.heights
      if (bars) paintBars(context, wide, high, scale, dreamt ? dreamLook() : look, heights, points, count, split)
      paintRug(context, wide, high, scale, look, points, count, responsibilities)
      return
    }
    if (look.field && mixture) paintField(context, wide, high, scale, look, mixture)
    if (!dreamt && !look.paints.includes("points")) return
    painting.points ??= document.createElement("canvas")
    painting.points.width = wide
    painting.points.height = high
    const places = seesAll() ? placesInCells(look, D, wide, high) : [placeInPlane(look, wide, high)]
    paintPoints(painting.points, scale, look, points, count, responsibilities, n, D, places)
    context.drawImage(painting.points, 0, 0)
    if (!dreamt && responsibilities && !seesAll()) paintHalos(context, wide, high, scale, look, mixtureDrawn())
  }

  // Dreamt points may fall beyond the data: the same bars, continued to the ends of the axis.
  function dreamBins() {
    const { left, binWidth, heights } = look.bins
    const more = Math.ceil((left - look.low[0]) / binWidth)
    const start = left - more * binWidth
    return { left: start, count: more + heights.length + Math.ceil((look.high[0] - look.low[0]) / binWidth) }
  }

  const dreamLook = () => ({ ...look, bins: { ...look.bins, left: dreamBins().left } })

  function heightsOf(points, count) {
    const bins = dreamBins(), heights = new Float64Array(bins.count)
    for (let i = 0; i < count; i++) {
      const bin = binOf({ left: bins.left, binWidth: look.bins.binWidth }, points[i], bins.count)
      if (bin >= 0) heights[bin] += 1 / (count * look.bins.binWidth)
    }
    return heights
  }

  // For tests and the curious: the responsibilities in view of any points, and what was painted last.
  function expose() {
    if (name) return // of the run itself
    const view = inView()
    view.responsibilities = points => {
      const mixture = sharing()
      return mixture && Array.from(points, point => Array.from(responsibilitiesOf(mixture, [].concat(point), 1)))
    }
    view.dreamt = () => chance && hasRun() && Array.from(dream(mixtureOf(inView().step), chance, n))
    view.painted = () => painter.painted
  }

  painter.follow = () => {
    if (!look) return
    const { position } = inView(), { number } = drawn()
    expose()
    if (position === before?.position && number === before.number) return
    const mixtureChanged = before !== null && number !== before.number
    before = { position, number }
    resting = false
    clearTimeout(restTimer)
    restTimer = setTimeout(() => {
      resting = true
      const partly = Object.values(painter.painted ?? {}).some(({ points, of }) => points < of)
      if (partly) redraw()
    }, REST)
    redraw(mixtureChanged)
  }

  painter.end = () => {
    look = null
    clearTimeout(restTimer)
  }
  return painter
}

// A painter for the run and one for its companion, whose paintings have its name before their own (charts/painted.py).
function makePainters() {
  let charts = null
  const painters = ["", COMPANION].map(name => makePainter(name, mixtureChanged => charts?.redraw(mixtureChanged)))
  const [own, companions] = painters, before = `${COMPANION}_`, all = act => () => painters.forEach(act)
  charts = handOver((what, ...size) =>
    what.startsWith(before) ? companions.paint(what.slice(before.length), ...size) : own.paint(what, ...size))
  const follow = all(painter => painter.follow())
  const ends = [onStep(follow), onDrawn(follow), onRun(all(painter => painter.renew()))]
  return {
    take({ companion, ...data }) {
      own.take(data)
      companions.take(companion)
    },
    remove() {
      all(painter => painter.end())()
      ends.forEach(end => end())
      charts.remove()
    },
  }
}

export default function (given) {
  return keepAlive(given, makePainters)
}

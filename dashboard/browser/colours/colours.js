// Colours by responsibility, the responsibility field and the dreamt data, for the step in view. Nothing is sent to
// the server: all steps' parameters and the points come once.

import { mixtureAt, sharesOf } from "../shared/responsibilities.js"
import { dream, drawNumbers } from "./dream.js"
import { paintField } from "./field.js"
import { handOver } from "./hand_over.js"
import { binOf, paintBars, paintCurves, paintRug } from "./one_dimension.js"
import { paintHalos, paintPoints, rgbOf } from "./points.js"

const STEP_EVENT = "em-explorer:step"
const REST = 120 // milliseconds without a change after which all points are painted
const BUDGET = 8 // milliseconds of painting points in a frame while the step moves: fewer points if they take longer
const FEWEST = 500

const numbers = (Kind, text) => new Kind(Uint8Array.from(atob(text), letter => letter.charCodeAt(0)).buffer)

function makePainter() {
  const painter = { mounts: 0 }
  let look, run, X, n, chance // set by `take`
  let resting = true, restTimer = null, before = null, liveCount = 4000
  const canvases = new Map() // name -> {canvas, points, key}
  const position = () => window.emExplorer ?? { step: 0, beat: "", position: 0, playing: false }
  const clamp = t => Math.min(Math.max(t, 0), run.last)

  // The mixture whose responsibilities are shown: at the M beat the colours stay while the curves move; in two beats
  // nothing has been shared out at the start. null: none yet.
  function sharing() {
    const { step, beat, position: at } = position()
    if (look.beats && at === 0) return null
    return mixtureAt(run, clamp(beat === "M" ? step - 1 : step))
  }

  painter.take = data => {
    const { palette, ...rest } = data
    run = { K: data.K, D: data.low.length, last: data.last }
    for (const name of ["weights", "means", "factors"]) run[name] = numbers(Float64Array, data[name])
    const font = getComputedStyle(document.body).fontFamily
    look = { ...rest, font, palette: palette.map(rgbOf) }
    const shares = numbers(Float32Array, data.points), D = run.D // of the axes' lengths: exact enough at any offset
    X = Float64Array.from(shares, (share, i) => data.low[i % D] + share * (data.high[i % D] - data.low[i % D]))
    n = X.length / D
    chance = data.dream ? drawNumbers(n, D) : null
    canvases.clear()
    expose()
    painter.charts.redraw()
  }

  function paint(name, width, height, scale) {
    if (!look || !(width > 1 && height > 1)) return null
    const wide = Math.round(width * scale), high = Math.round(height * scale)
    const count = resting ? n : Math.min(n, Math.max(FEWEST, Math.round(liveCount)))
    const key = [position().position, position().step, wide, high, count].join(" ")
    const kept = canvases.get(name) ?? {}
    if (kept.key === key) return kept.canvas
    const canvas = kept.canvas ?? document.createElement("canvas")
    canvas.width = wide
    canvas.height = high // which clears it
    const begun = performance.now()
    const context = canvas.getContext("2d")
    if (name === "curves") {
      const mixture = sharing()
      if (mixture) paintCurves(context, wide, high, scale, look, mixture)
    } else {
      paintData(context, wide, high, scale, name === "dream", count, kept)
      const pace = (performance.now() - begun) / count
      liveCount = 0.7 * liveCount + 0.3 * (BUDGET / (look.dream ? 2 : 1) / pace)
    }
    canvases.set(name, { ...kept, canvas, key })
    painter.painted = { ...painter.painted, [name]: { points: count, of: n, ms: performance.now() - begun } }
    return canvas
  }

  // The data, or as many dreamt points, in the same manner.
  function paintData(context, wide, high, scale, dreamt, count, kept) {
    const mixture = sharing()
    const points = dreamt ? dream(mixtureAt(run, clamp(position().step)), chance, count) : X
    const colored = mixture && look.colors !== "none"
    const shares = colored ? sharesOf(mixture, points, count) : null
    if (run.D === 1) {
      const bars = dreamt || look.paints.includes("bars")
      const split = look.colors === "soft" || look.colors === "hard" ? shares : null
      const heights = dreamt ? heightsOf(points, count) : look.bins.heights
      if (bars) paintBars(context, wide, high, scale, dreamt ? dreamLook() : look, heights, points, count, split)
      paintRug(context, wide, high, scale, look, points, count, shares)
      return
    }
    if (look.field && mixture) paintField(context, wide, high, scale, look, mixture)
    if (!dreamt && !look.paints.includes("points")) return
    kept.points ??= document.createElement("canvas")
    kept.points.width = wide
    kept.points.height = high
    paintPoints(kept.points, scale, look, points, count, shares, n)
    context.drawImage(kept.points, 0, 0)
    if (!dreamt && shares) paintHalos(context, wide, high, scale, look, mixtureAt(run, clamp(position().step)))
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
    if (!window.emExplorer) return
    window.emExplorer.shares = points => {
      const mixture = sharing()
      return mixture && Array.from(points, point => Array.from(sharesOf(mixture, [].concat(point), 1)))
    }
    window.emExplorer.dreamt = () => chance && Array.from(dream(mixtureAt(run, clamp(position().step)), chance, n))
    window.emExplorer.painted = () => painter.painted
  }

  function onStep() {
    const { step, position: at } = position()
    expose()
    if (at === before?.at) return
    const stepChanged = before !== null && step !== before.step
    before = { at, step }
    resting = false
    clearTimeout(restTimer)
    restTimer = setTimeout(() => {
      resting = true
      const partly = Object.values(painter.painted ?? {}).some(({ points, of }) => points < of)
      if (partly) painter.charts.redraw()
    }, REST)
    painter.charts.redraw(stepChanged)
  }

  painter.charts = handOver(paint)
  window.addEventListener(STEP_EVENT, onStep)
  painter.remove = () => {
    look = null
    clearTimeout(restTimer)
    window.removeEventListener(STEP_EVENT, onStep)
    painter.charts.remove()
  }
  return painter
}

const painters = new WeakMap()

export default function ({ data, parentElement }) {
  let painter = painters.get(parentElement)
  if (!painter) painters.set(parentElement, (painter = makePainter()))
  painter.take(data)
  const mount = ++painter.mounts
  return () => {
    if (mount !== painter.mounts) return // a late clean-up of a run that another has replaced
    painter.remove()
    painters.delete(parentElement)
  }
}

// One of the three pictures on its canvas: field and border, points by their shares, components and the ways of their
// means. Points of one dimension are strewn over a band below the bells.

import { emptied, typeOf } from "../shared/canvas.js"
import { rgbOf } from "../shared/colour.js"
import { paintField } from "../shared/field.js"
import { paintHalos, paintPoints, placeInPlane } from "../shared/painted_points.js"
import { bellOf, ellipseOf, numberOf } from "../shared/shapes.js"
import { disc, number, stroke } from "../shared/strokes.js"
import { ticks } from "../shared/ticks.js"
import { endsOf, withOneScale } from "./axes.js"

// Of usual type, in CSS pixels: letters, room for ticks below and at the left, for the names of the axes, the means' discs.
const LETTERS = 11, BELOW = 19, LEFT = 34, NAME = 15, DISC = 9
const SPACES = 6 // between the ticks of an axis, at most
const ROOMY = 160 // pictures that are as wide have ticks at the left
const BAND = [0.04, 0.3], FLOOR = 0.36 // shares of the height: points of one dimension, and where the bells stand
const GOLDEN = 0.618034
const SHARP = 1e-9 // a temperature that is as good as 0

// What all pictures of these points have in common. `features`: their names; `tallest`: density of the highest bell that
// there is room for.
export function planeOf(points, features, tallest) {
  const { low, high } = endsOf(points), { X, D, n } = points
  if (D === 2) return { D, low, high, X, features }
  const strewn = new Float64Array(2 * n)
  for (let i = 0; i < n; i++) strewn.set([X[i], BAND[0] + (BAND[1] - BAND[0]) * ((i * GOLDEN) % 1)], 2 * i)
  return { D, low: [low[0], 0], high: [high[0], 1], X: strewn, features, tallest }
}

// Pixels at the left of the plot: for the name and the ticks of the second feature.
function leftOf(canvas, { D }, type) {
  const hasTicks = canvas.clientWidth >= ROOMY * type
  return D === 1 ? 0 : type * (NAME + (hasTicks ? LEFT : 0))
}

// A mixture of one dimension in the plane of its picture: nothing depends on the height.
const inPlane = ({ K, D, weights, means, factors }) => (D === 2 ? { K, D, weights, means, factors } : {
  K, D: 2, weights, means: Array.from(means).flatMap(mean => [mean, 0.5]),
  factors: Array.from(factors).flatMap(sd => [sd, 0, 1]),
})

// `what`: { mixture, temperature, classes, shares } as they are shared out, the mixture to outline or null for centres
// alone, and the `ways` of the means so far.
export function drawPicture(canvas, data, what, look) {
  const scale = window.devicePixelRatio || 1, type = typeOf(), left = leftOf(canvas, data, type)
  const width = canvas.clientWidth - left, height = canvas.clientHeight - type * (BELOW + NAME)
  if (width <= 0 || height <= 0) return
  const context = emptied(canvas), plane = data.D === 1 ? data : { ...data, ...withOneScale(data, width, height) }
  const all = { ...look, low: plane.low, high: plane.high, palette: look.colours.map(rgbOf) }
  context.save()
  context.beginPath()
  context.rect(left, 0, width, height)
  context.clip()
  context.setTransform(1, 0, 0, 1, Math.round(left * scale), 0)
  paintGround(context, Math.round(width * scale), Math.round(height * scale), scale, plane, what, all)
  context.setTransform(scale, 0, 0, scale, left * scale, 0)
  const plot = plotOf(plane, width, height)
  drawComponents(context, plane, plot, what, look, type)
  context.restore()
  context.translate(left, 0)
  drawAxes(context, plane, plot, { width, height, left, type }, look)
}

// Where data stand in the plot.
const plotOf = ({ low, high }, width, height) => ({
  toPixels: (x, y) => [
    ((x - low[0]) / (high[0] - low[0])) * width, height * (1 - (y - low[1]) / (high[1] - low[1])),
  ],
})

// Field, border and points, as large as the plot, in device pixels.
function paintGround(context, wide, high, scale, plane, { mixture, temperature, classes, shares, outlined }, look) {
  const points = new OffscreenCanvas(wide, high), n = plane.X.length / 2
  paintField(context, wide, high, scale, look, inPlane(mixture), Math.max(temperature, SHARP), classes)
  const how = { ...look, K: mixture.K, colors: temperature === 0 ? "hard" : "soft" }
  paintPoints(points, scale, how, plane.X, n, shares, n, 2, [placeInPlane(look, wide, high)])
  context.drawImage(points, 0, 0)
  if (outlined && plane.D === 2) paintHalos(context, wide, high, scale, { ...look, ellipses: look.radii }, outlined)
}

function drawComponents(context, plane, plot, { mixture, outlined, ways }, look, type) {
  const bells = { y1: plane.tallest, toPixels: (x, y) => plot.toPixels(x, FLOOR + ((1 - FLOOR) * y) / plane.tallest) }
  const placeOf = k => {
    if (plane.D === 2) return plot.toPixels(mixture.means[2 * k], mixture.means[2 * k + 1])
    return outlined ? numberOf(bells, outlined, k) : plot.toPixels(mixture.means[k], FLOOR + 0.1)
  }
  for (let k = 0; k < mixture.K; k++) {
    const colour = look.colours[k]
    if (plane.D === 2) {
      stroke(context, ways.map(means => plot.toPixels(means[2 * k], means[2 * k + 1])), look.paper, 4)
      stroke(context, ways.map(means => plot.toPixels(means[2 * k], means[2 * k + 1])), colour, 1.6)
      if (outlined) look.radii.forEach(radius => stroke(context, ellipseOf(plot, outlined, k, radius), colour, 2, look.dashes[k]))
    } else if (outlined) {
      stroke(context, bellOf(bells, outlined, k), look.paper, 4.5)
      stroke(context, bellOf(bells, outlined, k), colour, 2.2, look.dashes[k])
    } else {
      const [x] = placeOf(k), [, floor] = plot.toPixels(0, 0)
      stroke(context, [[x, 0], [x, floor]], colour, 2, look.dashes[k])
    }
  }
  besideEachOther(Array.from({ length: mixture.K }, (_, k) => placeOf(k)), type * DISC).forEach((place, k) => {
    disc(context, place, type * DISC + 2, look.paper, look.ink, 1)
    disc(context, place, type * DISC, look.colours[k], look.colours[k], 1)
    number(context, place, k, 12 * type, look.on_colours[k])
  })
}

// Discs that would hide each other stand in a row around their place.
function besideEachOther(places, radius) {
  const firsts = places.map(([x, y]) => places.findIndex(place => Math.hypot(x - place[0], y - place[1]) < radius))
  const width = 2 * (radius + 1)
  return places.map(([x, y], k) => {
    const before = firsts.slice(0, k).filter(first => first === firsts[k]).length
    const all = firsts.filter(first => first === firsts[k]).length
    return [x + (before - (all - 1) / 2) * width, y]
  })
}

function drawAxes(context, plane, plot, { width, height, left, type }, look) {
  stroke(context, [[0, 0], [0, height], [width, height]], look.muted, 1)
  context.fillStyle = look.muted
  context.font = `${type * LETTERS}px ${getComputedStyle(document.body).fontFamily}`
  context.textBaseline = "top"
  context.textAlign = "center"
  for (const { at, text } of ticks(plane.low[0], plane.high[0], SPACES)) {
    const [x] = plot.toPixels(at, 0)
    stroke(context, [[x, height], [x, height + 4]], look.muted, 1)
    context.fillText(text, Math.min(Math.max(x, 6 * type), width - 10 * type), height + 6)
  }
  const [across, up] = plane.features.map(name => `${name} →`)
  context.textAlign = "right"
  context.textBaseline = "bottom"
  context.fillText(across, width, height + type * (BELOW + NAME), width + left)
  if (plane.D === 1) return
  context.save()
  context.translate(-left, height / 2)
  context.rotate(-Math.PI / 2)
  context.textAlign = "center"
  context.textBaseline = "top"
  context.fillText(up, 0, 0, height)
  context.restore()
  if (left < type * LEFT) return
  context.textBaseline = "middle"
  for (const { at, text } of ticks(plane.low[1], plane.high[1], SPACES)) {
    const [, y] = plot.toPixels(0, at)
    stroke(context, [[-4, y], [0, y]], look.muted, 1)
    context.fillText(text, -6, Math.max(y, 6 * type))
  }
}

// Points in the plane, or in every pair of features, coloured by their responsibilities.

import { blend, doubtOf, largestOf, rgbOf } from "./colour.js"
import { SHAPES } from "./glyphs.js"
import { print, stampOf, unmultiply } from "./stamps.js"

const FEW = 2000, MANY = 20000 // points: dots shrink and fade between the two
const UNCERTAIN_SIZES = 16
const HALO = 5 // pixels

// Draw the first n points X (n x D) on a canvas of scale device pixels per CSS pixel, each at every one of the places.
// Without responsibilities they are grey.
export function paintPoints(canvas, scale, look, X, n, responsibilities, crowd, D, places) {
  const { width, height } = canvas
  const context = canvas.getContext("2d", { willReadFrequently: true })
  const image = context.createImageData(width, height)
  const many = Math.min(Math.max(Math.log(crowd / FEW) / Math.log(MANY / FEW), 0), 1)
  const small = places.length > 1 ? 0.7 : 1
  const size = small * scale * (2.7 - 1.2 * many), opacity = 0.8 - 0.3 * many
  const printing = responsibilities ? look.colors : "none"
  const { K } = look
  const ink = rgbOf(look.ink), grey = rgbOf(look.grey)
  const plain = stampOf(0, size, printing === "none" ? 0.8 - 0.3 * many : opacity)
  const shapes = SHAPES.map((_, shape) => stampOf(shape, size * 1.15, opacity))
  const dots = Array.from({ length: UNCERTAIN_SIZES + 1 }, (_, i) =>
    stampOf(0, small * scale * (1.2 + (4.6 - 1.6 * many) * Math.sqrt(i / UNCERTAIN_SIZES)), 0.35 + 0.2 * (1 - many)))
  for (let i = 0; i < n; i++) {
    let stamp = plain, colour = grey
    if (printing === "soft") {
      colour = blend(look.palette, responsibilities, i * K, K)
    } else if (printing === "hard") {
      const k = largestOf(responsibilities, i * K, K)
      stamp = shapes[k]
      colour = look.palette[k]
    } else if (printing === "uncertainty") {
      stamp = dots[Math.round(doubtOf(responsibilities, i * K, K) * UNCERTAIN_SIZES)]
      colour = ink
    }
    for (const place of places) {
      const x = place.x(X[D * i + place.across]), y = place.y(X[D * i + place.up])
      if (!(x > -20 && x < width + 20 && y > -20 && y < height + 20)) continue
      print(image.data, width, height, stamp, Math.round(x - 0.5), Math.round(y - 0.5), colour[0], colour[1], colour[2])
    }
  }
  unmultiply(image.data)
  context.putImageData(image, 0, 0)
}

// Halos where the chart will draw its ellipses: they stand out from points of their own colour. None around ellipses
// so thin that it would hide the points within.
export function paintHalos(context, width, height, scale, look, { K, means, factors }) {
  const place = placeInPlane(look, width, height)
  context.strokeStyle = look.paper
  context.lineWidth = HALO * scale
  context.globalAlpha = 0.85
  for (let k = 0; k < K; k++) {
    const [l11, l21, l22] = [0, 1, 2].map(i => factors[3 * k + i])
    const across = (l11 * width) / (look.high[0] - look.low[0]), up = height / (look.high[1] - look.low[1])
    const thin = (across * l22 * up) / Math.max(across, Math.hypot(l21, l22) * up)
    for (const radius of look.ellipses) {
      if (radius * thin < HALO * scale) continue
      context.beginPath()
      for (let i = 0; i <= 64; i++) {
        const c = radius * Math.cos((i * Math.PI) / 32), s = radius * Math.sin((i * Math.PI) / 32)
        context.lineTo(place.x(means[2 * k] + factors[3 * k] * c),
          place.y(means[2 * k + 1] + factors[3 * k + 1] * c + factors[3 * k + 2] * s))
      }
      context.stroke()
    }
  }
  context.globalAlpha = 1
}

// From data to device pixels of a plot of this size; `across` and `up` are the features that it shows.
export function placeInPlane({ low, high }, width, height) {
  return {
    across: 0,
    up: 1,
    x: value => ((value - low[0]) / (high[0] - low[0])) * width,
    y: value => height - ((value - low[1]) / (high[1] - low[1])) * height,
  }
}

// The same for every cell below the diagonal of the scatter-plot matrix, whose frame lies within its sides (matrix.py).
export function placesInCells({ low, high, gap }, D, width, height) {
  const share = (value, d) => gap + (1 - 2 * gap) * ((value - low[d]) / (high[d] - low[d]))
  const pairs = []
  for (let up = 1; up < D; up++) for (let across = 0; across < up; across++) pairs.push({ across, up })
  return pairs.map(({ across, up }) => ({
    across,
    up,
    x: value => ((across + share(value, across)) / D) * width,
    y: value => ((up + 1 - share(value, up)) / D) * height,
  }))
}

// Lines, discs, marks, letters and the components' numbers on a canvas, in its own coordinates.

// A line through places, each [x, y].
export function stroke(context, places, colour, width, dash = []) {
  context.beginPath()
  for (const place of places) context.lineTo(...place)
  context.setLineDash(dash)
  context.lineWidth = width
  context.strokeStyle = colour
  context.stroke()
  context.setLineDash([])
}

export function disc(context, [x, y], radius, fill, edge, width) {
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  context.fillStyle = fill
  context.fill()
  context.strokeStyle = edge
  context.lineWidth = width
  context.stroke()
}

// A ring, filled or transparent, that stands out from whatever lies under it.
export function ring(context, place, radius, fill, { ink, paper }) {
  disc(context, place, radius, fill, paper, 4)
  disc(context, place, radius, "transparent", ink, 2)
}

// A small mark: its corners around 0 (glyphs.js) as many times as large.
export function glyph(context, [x, y], corners, size, colour) {
  context.beginPath()
  for (const [a, b] of corners) context.lineTo(x + size * a, y + size * b)
  context.fillStyle = colour
  context.fill()
}

// The number of component k, counted from 1, in the middle of a place.
export const number = (context, place, k, size, colour) => word(context, place, k + 1, size, colour)

export function word(context, [x, y], text, size, colour) {
  context.font = `bold ${size}px ${getComputedStyle(document.body).fontFamily}`
  context.textAlign = "center"
  context.textBaseline = "middle"
  context.fillStyle = colour
  context.fillText(text, x, y + 0.5)
}

// Lines, discs, letters and the components' numbers on a canvas, in its own coordinates.

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

// The number of component k, counted from 1, in the middle of a place.
export const number = (context, place, k, size, colour) => word(context, place, k + 1, size, colour)

export function word(context, [x, y], text, size, colour) {
  context.font = `bold ${size}px ${getComputedStyle(document.body).fontFamily}`
  context.textAlign = "center"
  context.textBaseline = "middle"
  context.fillStyle = colour
  context.fillText(text, x, y + 0.5)
}

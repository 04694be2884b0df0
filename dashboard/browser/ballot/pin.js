// A mark for a component: a pin with its number, whose tip is the place.

import { draw, make, SVG } from "../shared/element.js"

const OUTLINE = "M19 46 C19 46 4 28 4 17 A15 15 0 1 1 34 17 C34 28 19 46 19 46 Z"

export function makePin(k, colour, onColour) {
  const number = draw(SVG, "text", { x: 19, y: 22, fill: onColour }, `${k + 1}`)
  const svg = draw(SVG, "svg", { viewBox: "0 0 38 46", "aria-hidden": "true" }, draw(SVG, "path", { d: OUTLINE, fill: colour }), number)
  return make("button", { type: "button", className: "pin" }, svg)
}

// A line from one [x, y] to another in a component's colour, with a halo so that it is seen on all that is drawn.
export function line([x1, y1], [x2, y2], colour) {
  const ends = { x1, y1, x2, y2 }
  return [draw(SVG, "line", { ...ends, class: "halo" }), draw(SVG, "line", { ...ends, stroke: colour })]
}

// Has `pin` dragged: `begin()`, then `move([x, y])` with the place of its tip in pixels of the window.
export function dragBy(pin, tip, begin, move) {
  let held = null
  pin.onpointerdown = event => {
    if (!event.isPrimary || event.button > 0) return
    const [x, y] = tip()
    held = { x: x - event.clientX, y: y - event.clientY }
    pin.setPointerCapture(event.pointerId)
    begin()
  }
  pin.onpointermove = event => { if (held) move([event.clientX + held.x, event.clientY + held.y]) }
  pin.onpointerup = pin.onpointercancel = () => { held = null }
  pin.addEventListener("touchstart", event => event.preventDefault(), { passive: false }) // no fling, which eats the next tap
}

// Clicks on the picture, and the marks that are drawn there (charts/pick.py).

import { CHART, keepWritten } from "./charts.js"
import { plotOf } from "./plot.js"

// Calls `act({ x, y, plot, px, py })` after every click within a picture's plot: the place in data units, the plot, the
// place in pixels of the window. Returns what ends it.
export function onClick(act) {
  function listen(event) {
    const plot = event.target instanceof Element && plotOf(event.target.closest(CHART))
    const { clientX: px, clientY: py } = event
    if (!plot || !plot.holds(px, py)) return
    const [x, y] = plot.toData(px, py)
    act({ x, y, plot, px, py })
  }
  document.addEventListener("click", listen)
  return () => document.removeEventListener("click", listen)
}

// Has the picture's marks as `marks()` says. Returns { show, end }; none is left at the end.
export const drawMarks = marks => keepWritten("marks", marks)

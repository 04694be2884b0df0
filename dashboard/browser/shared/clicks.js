// Clicks on the picture, and the marks that are drawn there (charts/pick.py).

import { CHART, inputsOf, onNewElements, write } from "./charts.js"
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

// Has the picture's marks as `marks()` says, also when the picture is made anew. Returns { show, end }; none is left at
// the end.
export function drawMarks(marks) {
  const put = text => inputsOf("marks").forEach(input => write(input, text))
  const show = () => put(marks())
  const stop = onNewElements(show)
  show()
  return { show, end: () => { stop(); put("") } }
}

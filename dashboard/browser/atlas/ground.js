// The map of basins on its canvas, and which place of it is pointed at.

import { emptied, makeKept } from "../shared/canvas.js"
import { theRun } from "../shared/run.js"
import { cellAt, drawHeld, drawMap, plotOfMap, rowsOfCells } from "./map.js"
import { colourOf, placeOf, rows, startOf } from "./starts.js"

const TOLD = "Map of the places where mean 1 may start, coloured by the optimum where EM ends from there; the rows beside " +
  "it count them."

// `point(start)` and `press(start)`: what is done with a start that is meant; null is none.
export function makeGround(element, { point, press }) {
  const canvas = element.querySelector("canvas"), kept = makeKept(), ground = {}
  let owners = null, plot = null // the row of every cell, and where it is drawn

  // Another run; without a map there is nothing here.
  ground.bring = () => {
    const { map } = theRun()
    element.hidden = !map
    owners = map && rowsOfCells(theRun())
    canvas.setAttribute("aria-label", map ? TOLD : "")
  }

  ground.draw = (held, look) => {
    const { clientWidth, clientHeight } = element, { map, points, own } = theRun()
    plot = plotOfMap(map, clientWidth, clientHeight)
    const context = emptied(canvas, clientWidth, clientHeight)
    kept(context, [owners, look, plot.type], () => drawMap(context, plot, owners, {
      colours: rows().map(row => colourOf(row, look)), letters: rows().map(({ letter }) => letter), points, second: map.second,
      columns: map.columns, own, look: { ...look, font: getComputedStyle(element).fontFamily },
    }))
    drawHeld(context, plot, startOf(held), look)
  }

  function startUnder({ clientX, clientY }) {
    const { left, top } = element.getBoundingClientRect()
    return plot && placeOf(cellAt(plot, clientX - left, clientY - top))
  }

  // Where no start has ended yet, what was pointed at last stays in view.
  element.onpointermove = event => {
    const start = event.pointerType === "touch" ? null : startUnder(event)
    if (start) point(start)
  }
  element.onpointerleave = () => point(null)
  element.onclick = event => press(startUnder(event))
  return ground
}

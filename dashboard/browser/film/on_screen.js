// What the stage shows: its charts, where they stand, and what is written there.

import { CHART } from "../shared/charts.js"
import { MINUS } from "../shared/numeral.js"
import { theRun } from "../shared/run.js"
import { inView } from "../shared/step.js"

const GAP = 20 // pixels
const PICTURE = ".st-key-stage-chart", TRACE = ".st-key-stage-trace", KEY = ".st-key-picture-key [data-testid=stCaptionContainer]"

// Vega writes a chart's view into every event that it hears of.
function viewOf(chart) {
  const event = new PointerEvent("pointermove", { clientX: -1, clientY: -1 })
  chart.querySelector(".marks")?.dispatchEvent(event)
  return event.vega?.view()
}

const chartsIn = place => [...document.querySelectorAll(`${place} ${CHART}`)].map(chart => ({
  view: viewOf(chart), marks: chart.querySelector(".marks"),
})).filter(({ view }) => view)

export const thePictures = () => chartsIn(PICTURE)
export const theTrace = () => chartsIn(TRACE)

// Once they are drawn, at rest.
export async function drawnAtRest(charts) {
  while (inView().moving) await new Promise(done => setTimeout(done, 20))
  await Promise.all(charts.map(({ view }) => view.runAsync()))
}

// Where charts stand, from the upper left corner of them all: { places: [{ x, y, wide, high }], wide, high }.
export function layoutOf(charts) {
  const boxes = charts.map(({ marks }) => marks.getBoundingClientRect())
  const left = Math.min(...boxes.map(box => box.left)), top = Math.min(...boxes.map(box => box.top))
  const places = boxes.map(box => ({ x: box.left - left, y: box.top - top, wide: box.width, high: box.height }))
  return {
    places, wide: Math.max(...places.map(({ x, wide }) => x + wide)), high: Math.max(...places.map(({ y, high }) => y + high)),
  }
}

// The layout with one more place on its right, whose foot is level with all that is on its left.
export function beside({ places, wide, high }, widerBy, column) {
  const down = Math.max(high, column)
  return {
    places: [...places, { x: wide + GAP, y: down - column, wide: widerBy, high: column }], wide: wide + GAP + widerBy, high: down,
  }
}

export const keyInView = () => document.querySelector(KEY)?.textContent.trim() ?? ""

// Lines: "Step 3 of 30 · log-likelihood −1034.2", with the beat in two beats; with a prior "Log posterior −1050.1".
export function stepInView() {
  const { word, last, logLikelihoods, logPosteriors } = theRun(), { step, beat } = inView()
  const nats = heights => heights[step].toFixed(3).replace("-", MINUS)
  const line = `${word} ${step} of ${last}${beat && ` · ${beat}`} · log-likelihood ${nats(logLikelihoods)}`
  return [line, ...(logPosteriors ? [`Log posterior ${nats(logPosteriors)}`] : [])]
}

// The lesson on the bound: the run of its start, which is made here, and the dot in the picture, which moves the start.
// While the dot is in hand the run is made anew at every place, and the picture shows the way that EM will take; let
// go, the server hears of the start for the address bar.

import { onPlot, thePlot } from "../shared/plot.js"
import { cleanUp, forget, lasting } from "../shared/reruns.js"
import { handOver, handedOver } from "../shared/run.js"
import { inView, onStep } from "../shared/step.js"
import { runFrom } from "./run.js"
import { place } from "./words.js"

const STILL = 3 // pixels: a press that moves less keeps the beat in view
const REST = 800 // milliseconds after a key in which the dot counts as in hand

function makeLesson(root) {
  const lesson = {}, [over, grip, range] = [".over", ".grip", "input"].map(selector => root.querySelector(selector))
  let given, tell, run // what came from Python, how it is told, the run in view
  let opened = { arrival: null, step: 0 } // when the run was begun, and at which step
  let moves = 0, untouched = true, inHand = false, drag = null, resting = null, frame = null

  // Once the dot was moved here, the start is the browser's, as the step is, until a link says another.
  lesson.take = (data, setTriggerValue) => {
    given = data
    tell = setTriggerValue
    Object.assign(range, { min: data.limits[0], max: data.limits[1], step: data.grid })
    if (opened.from !== data.arrival || (untouched && data.start !== run.start)) {
      untouched = true
      begin(data.start, data.step, data.arrival)
    }
    show()
  }

  // A run from `start`, opened at `step`.
  function begin(start, step, from = opened.from) {
    run = runFrom(start, given.model, given.rules)
    opened = { from, arrival: `${from}, ${moves++}`, step }
  }

  function show() {
    const texts = { ...run.handed.texts, in_hand: inHand ? "yes" : "" }
    handOver(lesson.handed = { ...run.handed, texts, arrival: opened.arrival, step: opened.step })
    follow()
  }

  function move(mean) {
    const start = onGrid(mean)
    if (inHand && start === run.start && inView().position === 0) return
    inHand = true
    untouched = false
    begin(start, 0)
    show()
  }

  const onGrid = mean => {
    const [low, high] = given.limits
    return Number(Math.min(Math.max(Math.round(mean / given.grid) * given.grid, low), high).toFixed(6))
  }

  // The dot is let go: its start stays.
  function settle() {
    clearTimeout(resting)
    if (!inHand) return
    inHand = false
    show()
    tell("moved", run.start)
  }

  const beatInView = () => run.beats[inView().position]

  // The grip lies where the dot is drawn.
  function follow() {
    if (!run || inView().query !== run.handed.query) return
    const { after, logLikelihood } = beatInView(), plot = thePlot()
    range.value = after
    const whereTo = inHand ? `; from there EM ends at ${place(run.end)}` : ""
    range.setAttribute("aria-valuetext", place(after) + whereTo)
    grip.hidden = !plot
    if (!plot) return
    const [x, y] = plot.toPixels(after, logLikelihood), { left, top } = over.getBoundingClientRect()
    grip.style.left = `${x - left}px`
    grip.style.top = `${y - top}px`
  }

  const meanUnder = ({ clientX }) => thePlot().toData(clientX, 0)[0]

  grip.onpointerdown = event => {
    if (drag || !event.isPrimary || event.button > 0) return
    event.preventDefault() // which would select words, and take the focus
    settle()
    grip.setPointerCapture(event.pointerId)
    const before = { start: run.start, position: inView().position }, off = beatInView().after - meanUnder(event)
    drag = { id: event.pointerId, from: event.clientX, off, to: null, before }
    grip.classList.add("held")
  }

  grip.onpointermove = event => {
    if (event.pointerId !== drag?.id) return
    if (inView().position > 0 && Math.abs(event.clientX - drag.from) < STILL) return
    drag.to = meanUnder(event) + drag.off
    frame ??= requestAnimationFrame(() => {
      frame = null
      if (drag) move(drag.to)
    })
  }

  grip.onpointerup = event => {
    if (event.pointerId !== drag?.id) return
    if (drag.to !== null) move(drag.to)
    end()
    settle()
  }

  grip.onpointercancel = event => { if (event.pointerId === drag?.id) cancel() }

  function end() {
    cancelAnimationFrame(frame)
    frame = drag = null
    grip.classList.remove("held")
  }

  // As it was before the drag.
  function cancel() {
    const { start, position } = drag.before
    end()
    if (!inHand) return
    inHand = false
    begin(start, position)
    show()
  }

  range.oninput = () => {
    move(Number(range.value))
    clearTimeout(resting)
    resting = setTimeout(settle, REST)
  }
  range.onblur = settle

  function onKey(event) {
    if (event.key !== "Escape" || !drag) return
    event.preventDefault() // it leaves nothing else
    cancel()
  }

  const early = { capture: true }
  document.addEventListener("keydown", onKey, early)
  const ends = [onStep(follow), onPlot(follow)]
  lesson.remove = () => {
    end()
    clearTimeout(resting)
    document.removeEventListener("keydown", onKey, early)
    ends.forEach(stop => stop())
    if (handedOver() === lesson.handed) handOver(null)
  }
  return lesson
}

export default function ({ data, parentElement, setTriggerValue }) {
  const lesson = lasting(parentElement, () => makeLesson(parentElement))
  lesson.take(data, setTriggerValue)
  return cleanUp(parentElement, [], () => {
    lesson.remove()
    forget(parentElement)
  })
}

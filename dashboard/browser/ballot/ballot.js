// One's own answer: where the mean of each component will be at the end of EM's run. A tap places the mark of the
// component that is asked for, a finger or the arrow keys move it. The server hears of it when all are sent.

import { onNewElements } from "../shared/charts.js"
import { onClick } from "../shared/clicks.js"
import { chips } from "../shared/element.js"
import { onceAFrame } from "../shared/frames.js"
import { numeral } from "../shared/numeral.js"
import { showOneMixture } from "../shared/one_mixture.js"
import { mixturesOf } from "../shared/packed.js"
import { onPlot, thePlot } from "../shared/plot.js"
import { cleanUp, lasting } from "../shared/reruns.js"
import { numberOf } from "../shared/shapes.js"
import { dragBy, line, makePin } from "./pin.js"

const FIGURES = 3
const STEP = 0.01, LARGE_STEP = 0.05 // of an axis, by an arrow key
const PATIENCE = 15_000 // milliseconds for the server to say that it has the answer
const ROUNDING = 1e-3 // of an axis, at most
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }

const clamp = (value, low, high) => Math.min(Math.max(value, low), high)

export default function ({ data, parentElement, setTriggerValue }) {
  const $ = selector => parentElement.querySelector(selector)
  const start = mixturesOf(data.start), { K, D } = start
  const asked = [data.start.means, data.start.factors, ...data.columns].join(" ")
  const ballot = lasting(parentElement, () => ({}))
  if (ballot.asked !== asked) {
    clearTimeout(ballot.waits)
    Object.assign(ballot, { asked, marks: Array(K).fill(null), chosen: 0, waits: null, note: "" })
  }

  // In one dimension a mark has a height of its own, a share of the plot's, by which marks on the same place are told
  // apart.
  function heightOf(k) { return 0.15 + (0.6 * (k + 0.5)) / K }

  function areNear(mark, at) {
    const plot = thePlot(), lengths = plot ? [plot.x1 - plot.x0, plot.y1 - plot.y0] : [0, 0]
    return Boolean(mark) && mark.at.every((value, d) => Math.abs(value - at[d]) <= ROUNDING * lengths[d])
  }

  // What was sent before, perhaps in another tab; marks that have been moved since stay.
  const areAs = given => Boolean(given) && ballot.marks.every((mark, k) => areNear(mark, given[k]))
  if (data.given && (!ballot.marks.some(Boolean) || (areAs(ballot.given) && !areAs(data.given)))) {
    ballot.marks = data.given.map((at, k) => ({ at, height: ballot.marks[k]?.height ?? heightOf(k) }))
  }
  ballot.given = data.given

  // Of a mark, in pixels of the window.
  const tipOf = (plot, { at, height }) => plot.toPixels(at[0], D > 1 ? at[1] : plot.y0 + height * (plot.y1 - plot.y0))

  // Component k's mark at a place of the window, or as near as the picture has one.
  function put(plot, k, [px, py]) {
    const left = clamp(px, plot.left, plot.left + plot.width), top = clamp(py, plot.top, plot.top + plot.height)
    const [x, y] = plot.toData(left, top)
    const at = [clamp(x, plot.x0, plot.x1), clamp(y, plot.y0, plot.y1)].slice(0, D)
    ballot.marks[k] = { at, height: clamp(1 - (top - plot.top) / plot.height, 0.04, 0.96) }
    stopWaiting()
  }

  function stopWaiting(note = "") {
    clearTimeout(ballot.waits)
    Object.assign(ballot, { waits: null, note })
  }

  // Whether the server has the marks as they are; it rounds them.
  function isKept() {
    return areAs(data.given)
  }

  function tapped({ plot, px, py }) {
    put(plot, ballot.chosen, [px, py])
    const next = ballot.marks.indexOf(null)
    if (next >= 0) ballot.chosen = next
    show()
  }

  function choose(k) {
    ballot.chosen = k
    show()
  }

  function byKeys(k, event) {
    const arrow = ARROWS[event.key], plot = thePlot()
    if (!arrow || !plot || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    ballot.chosen = k
    const [x, y] = ballot.marks[k] ? tipOf(plot, ballot.marks[k]) : firstTip(plot, k)
    const by = event.shiftKey ? LARGE_STEP : STEP
    put(plot, k, [x + by * arrow[0] * plot.width, y - by * arrow[1] * plot.height])
    show()
  }

  // By keys a mark comes from where its component starts.
  const firstTip = (plot, k) => tipOf(plot, { at: [...start.means.subarray(k * D, (k + 1) * D)], height: heightOf(k) })

  function send() {
    setTriggerValue("sent", ballot.marks.map(mark => mark.at))
    ballot.waits = setTimeout(() => {
      stopWaiting("No word from the server. Send again?")
      ballot.show()
    }, PATIENCE)
    show()
  }

  function status() {
    const touch = matchMedia("(pointer: coarse)").matches
    if (ballot.waits !== null) return "Sending …"
    if (ballot.note) return ballot.note
    if (ballot.marks.includes(null)) {
      const where = `where component ${ballot.chosen + 1} will end`
      return touch ? `Tap ${where}.` : `Click ${where}, or move its mark by the arrow keys.`
    }
    if (!isKept()) return "All placed: drag to correct, or send."
    return "Sent. You can move a mark and send again."
  }

  const placeOf = ({ at }) => at.map((value, d) => `${data.columns[d]} ${numeral(value, FIGURES)}`).join(", ")

  function show() {
    if (isKept()) stopWaiting()
    const kept = isKept(), waits = ballot.waits !== null
    buttons.forEach((chip, k) => {
      const mark = ballot.marks[k]
      chip.setAttribute("aria-pressed", k === ballot.chosen)
      chip.setAttribute("aria-label", `Component ${k + 1}: ${mark ? placeOf(mark) : "not placed yet"}`)
      chip.classList.toggle("placed", mark !== null)
    })
    const words = status()
    if ($(".status").textContent !== words) $(".status").textContent = words
    $(".send").disabled = ballot.marks.includes(null) || kept || waits
    $(".send").textContent = kept ? "Sent ✓" : "Send"
    place()
  }

  function place() {
    const plot = thePlot(), box = $(".ballot").getBoundingClientRect()
    const here = ([x, y]) => [x - box.left, y - box.top], lines = []
    pins.forEach((pin, k) => {
      const mark = ballot.marks[k]
      pin.hidden = !plot || !mark
      if (pin.hidden) return
      const tip = tipOf(plot, mark), [x, y] = here(tip)
      pin.style.transform = `translate(${x}px, ${y}px)`
      pin.classList.toggle("chosen", k === ballot.chosen)
      pin.setAttribute("aria-label", `Component ${k + 1}: ${placeOf(mark)}. The arrow keys move it.`)
      const to = D > 1 ? numberOf(plot, start, k) : [tip[0], plot.top + plot.height] // from where it starts, or the axis
      lines.push(...line(here(to), [x, y], data.colors[k]))
    })
    $(".lines").replaceChildren(...lines)
  }

  const buttons = chips(data.colors, K, choose)
  buttons.forEach((chip, k) => {
    chip.style.color = data.on_colors[k]
    chip.onkeydown = event => byKeys(k, event)
  })
  $(".chips").replaceChildren(...buttons)
  const pins = Array.from({ length: K }, (_, k) => {
    const pin = makePin(k, data.colors[k], data.on_colors[k])
    dragBy(pin, () => tipOf(thePlot(), ballot.marks[k]), () => choose(k), at => { put(thePlot(), k, at); show() })
    pin.onkeydown = event => byKeys(k, event)
    return pin
  })
  $(".pins").replaceChildren(...pins)
  $(".send").onclick = send
  ballot.show = show // of the latest run of this function
  show()
  const { soon, end } = onceAFrame(place)
  const stops = [onClick(tapped), showOneMixture(start).end, onPlot(soon), onNewElements(soon), end]
  return cleanUp(parentElement, stops, () => clearTimeout(ballot.waits))
}

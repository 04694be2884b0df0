// Which cell of the search is in view: so many components of a covariance type. The chart of the criterion is pointed at,
// keys are pressed, this bar is used, and the picture of the clusters follows; the server hears of it only when a cell is
// chosen, or has been held for a while. All cells' mixtures come once, as the steps of a run (lessons/cells_in_view.py).

import { tellCharts } from "../shared/alternatives.js"
import { CHART, inputsOf, onNewElements, write } from "../shared/charts.js"
import { announceDrawn, drawn, putDrawn } from "../shared/drawn.js"
import { make } from "../shared/element.js"
import { makeHeld } from "../shared/held.js"
import { isForOthers } from "../shared/keys.js"
import { plotOf } from "../shared/plot.js"
import { keepAlive } from "../shared/reruns.js"
import { handedOver, mixtureAt, onHandOver, putRun, theRun } from "../shared/run.js"
import { putInView } from "../shared/step.js"
import { mixtureText } from "../shared/texts.js"
import { runOf } from "../shared/unpacking.js"
import { neighbour, pointedAt } from "./neighbours.js"

const SIDES = ".st-key-components-sides" // chart and picture
const WORDS = ".st-key-cell-words" // what is said of the cell that is chosen

// A cell has as many components as it says: beyond those stand copies of its first, of no weight.
function mixtureOf(run, index) {
  const { D, weights, means, factors } = mixtureAt(run, index), K = run.cells[index].k
  const part = (list, size) => list.subarray(0, K * size)
  return { K, D, weights: part(weights, 1), means: part(means, D), factors: part(factors, (D * (D + 1)) / 2) }
}

function makeBar(root) {
  const $ = selector => root.querySelector(selector)
  const range = $(".range"), count = $(".count"), types = $(".types")
  const button = name => $(`[data-do=${name}]`)
  const bar = {}
  let given = null, criterion = "", tell, texts = {}
  // A cell by its place among the cells.
  const held = makeHeld({ nameOf, show, tell: name => tell("chosen", name) })

  const cells = () => theRun()?.cells ?? []
  const values = () => theRun().criteria[criterion]
  const to = (across, up) => neighbour(cells(), values(), held.one, across, up)

  function nameOf(index) {
    const { k, kind } = cells()[index]
    return `${k}_${kind}`
  }

  function show(index, pointing) {
    const run = theRun(), { k, kind } = run.cells[index]
    range.value = k
    range.setAttribute("aria-valuetext", `K = ${k}, ${run.labels[kind]}`)
    count.textContent = `K = ${k}`
    for (const one of types.children) one.setAttribute("aria-pressed", one.dataset.kind === kind)
    button("fewer").disabled = to(-1, 0) === null
    button("more").disabled = to(1, 0) === null
    const mixture = mixtureOf(run, index)
    putDrawn({ mixture }, false)
    texts = { cell: `${k} ${kind}`, mixture: mixtureText({ ...drawn(), mixture }, -1, mixture.means) }
    pushTexts()
    // Whoever hears the page hears of a cell that is held, not of those that a mouse passes.
    putInView({ query: run.query, step: index, beat: "", position: index, playing: pointing, moving: false })
    announceDrawn()
  }

  function pushTexts() {
    for (const [name, text] of Object.entries(texts)) inputsOf(name).forEach(input => write(input, text))
  }

  const actions = {
    fewer: () => held.hold(to(-1, 0)), more: () => held.hold(to(1, 0)), above: () => held.hold(to(0, 1)),
    below: () => held.hold(to(0, -1)), least: () => held.hold(to(-Infinity, 0)), most: () => held.hold(to(Infinity, 0)),
    choose: held.choose,
    details: () => {
      held.choose()
      document.querySelector(WORDS)?.scrollIntoView({ block: "center" })
    },
  }
  const keys = {
    ArrowLeft: "fewer", ArrowRight: "more", ArrowUp: "above", ArrowDown: "below", Home: "least", End: "most",
    Enter: "choose",
  }

  function onKey(event) {
    const action = keys[event.key]
    if (!action || !cells().length || isForOthers(event, range)) return
    // Up and down move the page, unless it is here that something is done.
    const isHere = () => event.composedPath().includes(root) || document.querySelector(SIDES)?.matches(":hover")
    if (["above", "below"].includes(action) && !isHere()) return
    event.preventDefault()
    actions[action]()
  }

  // The cell that is pointed at in the chart of the criterion, by its place; null: none.
  function meantBy({ target, clientX, clientY }) {
    const chart = inputsOf("cell")[0]?.closest(CHART)
    if (!chart || !cells().length || !(target instanceof Element) || target.closest(CHART) !== chart) return null
    const plot = plotOf(chart)
    return plot?.holds(clientX, clientY) ? pointedAt(cells(), values(), held.one, plot, clientX, clientY) : null
  }

  function onMove(event) {
    if (event.pointerType !== "touch") held.point(meantBy(event)) // a finger scrolls, or clicks
  }

  function onClick(event) {
    const meant = meantBy(event)
    if (meant === null) return
    held.hold(meant)
    held.choose()
  }

  for (const name of ["fewer", "more", "details"]) button(name).onclick = () => cells().length && actions[name]()
  range.oninput = () => {
    if (!cells().length) return
    const asked = Number(range.value), { k } = cells()[held.one]
    held.hold(to(asked - k, 0) ?? held.one)
  }
  document.addEventListener("keydown", onKey)
  document.addEventListener("pointermove", onMove)
  document.addEventListener("click", onClick)
  const ends = [onHandOver(() => bring()), onNewElements(pushTexts), tellCharts(), held.end]

  const placeOf = name => [...cells().keys()].findIndex(index => nameOf(index) === name)

  // The cells that have come, and which of them the server has in view: another one when a link, or a criterion, says so.
  bar.take = (data, setTriggerValue) => {
    criterion = data.criterion
    tell = setTriggerValue
    bring(data.chosen)
  }

  function bring(chosen) {
    const now = handedOver(), isNew = now !== given, isOther = held.hears(chosen, isNew)
    given = now
    if (!given?.cells) return putRun(null)
    if (isNew) {
      const run = runOf(given)
      run.cells = run.cells.map(([k, kind]) => ({ k, kind }))
      putRun(run)
      range.max = Math.max(...run.cells.map(({ k }) => k))
      types.replaceChildren(...Object.entries(run.labels).map(([kind, label]) => {
        const type = make("button", { type: "button", textContent: label, onclick: () => held.hold(ofKind(kind)) })
        type.dataset.kind = kind
        return type
      }))
    }
    if (!criterion) return // it comes at once
    held.take(isOther ? Math.max(placeOf(held.chosen), 0) : null)
  }

  // The cell of this type that has as many components, or nearly.
  function ofKind(kind) {
    const { k } = cells()[held.one], far = index => Math.abs(cells()[index].k - k)
    const all = [...cells().keys()].filter(index => cells()[index].kind === kind)
    return all.reduce((best, index) => (far(index) < far(best) ? index : best))
  }

  bar.remove = () => {
    ends.forEach(end => end())
    document.removeEventListener("keydown", onKey)
    document.removeEventListener("pointermove", onMove)
    document.removeEventListener("click", onClick)
  }
  return bar
}

export default function (given) {
  return keepAlive(given, makeBar)
}

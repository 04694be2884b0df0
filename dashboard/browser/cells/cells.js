// Which cell of the search is in view: so many components of a covariance type. The chart of the criterion is pointed at,
// keys are pressed, this bar is used, and the picture of the clusters follows; the server hears of it only when a cell is
// chosen, or has been held for a while. All cells' mixtures come once, as the steps of a run (lessons/cells_in_view.py).

import { tellCharts } from "../shared/alternatives.js"
import { CHART, inputsOf, onNewElements, write } from "../shared/charts.js"
import { announceDrawn, drawn, putDrawn } from "../shared/drawn.js"
import { make } from "../shared/element.js"
import { isForOthers } from "../shared/keys.js"
import { plotOf } from "../shared/plot.js"
import { cleanUp, forget, lasting } from "../shared/reruns.js"
import { handedOver, mixtureAt, onHandOver, putRun, theRun } from "../shared/run.js"
import { putInView } from "../shared/step.js"
import { mixtureText } from "../shared/texts.js"
import { runOf } from "../shared/unpacking.js"
import { neighbour, pointedAt } from "./neighbours.js"

const SIDES = ".st-key-components-sides" // chart and picture
const WORDS = ".st-key-cell-words" // what is said of the cell that is chosen
const RESTS = 1000 // ms after which a cell that is held is chosen
const PRESSED = "button, a, label, input, canvas, [role=option]"

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
  // `held`: the cell that is in view unless another is pointed at, `shown`; both by their place among the cells.
  const bar = { taken: null, held: 0, shown: 0, pointing: false, criterion: "", chosen: "", texts: {}, tell: () => {} }
  let rest = 0, told = [] // what the server has been told and has not yet answered

  const cells = () => theRun()?.cells ?? []
  const values = () => theRun().criteria[bar.criterion]
  const to = (across, up) => neighbour(cells(), values(), bar.held, across, up)

  function show(index, pointing = false) {
    const run = theRun(), { k, kind } = run.cells[index]
    bar.shown = index
    bar.pointing = pointing
    range.value = k
    range.setAttribute("aria-valuetext", `K = ${k}, ${run.labels[kind]}`)
    count.textContent = `K = ${k}`
    for (const one of types.children) one.setAttribute("aria-pressed", one.dataset.kind === kind)
    button("fewer").disabled = to(-1, 0) === null
    button("more").disabled = to(1, 0) === null
    const mixture = mixtureOf(run, index)
    putDrawn({ mixture }, false)
    bar.texts = { cell: `${k} ${kind}`, mixture: mixtureText({ ...drawn(), mixture }, -1, mixture.means) }
    pushTexts()
    // Whoever hears the page hears of a cell that is held, not of those that a mouse passes.
    putInView({ query: run.query, step: index, beat: "", position: index, playing: pointing, moving: false })
    announceDrawn()
  }

  function hold(index) {
    if (index === null) return
    bar.held = index
    show(index)
    rests()
  }

  // The cell that is held is chosen once it has come to rest.
  function rests() {
    clearTimeout(rest)
    if (nameOf(bar.held) !== bar.chosen) rest = setTimeout(choose, RESTS)
  }

  function choose() {
    clearTimeout(rest)
    const name = nameOf(bar.held)
    if (name !== bar.chosen) told.push(name)
    bar.chosen = name
    bar.tell("chosen", name)
  }

  function pushTexts() {
    for (const [name, text] of Object.entries(bar.texts)) inputsOf(name).forEach(input => write(input, text))
  }

  const actions = {
    fewer: () => hold(to(-1, 0)), more: () => hold(to(1, 0)), above: () => hold(to(0, 1)), below: () => hold(to(0, -1)),
    least: () => hold(to(-Infinity, 0)), most: () => hold(to(Infinity, 0)), choose,
    details: () => {
      choose()
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
    return plot?.holds(clientX, clientY) ? pointedAt(cells(), values(), bar.held, plot, clientX, clientY) : null
  }

  function onMove(event) {
    if (event.pointerType === "touch") return // it scrolls, or clicks
    const meant = meantBy(event)
    if (meant !== null && meant !== bar.shown) show(meant, true)
    if (meant === null && bar.pointing) show(bar.held)
  }

  function onClick(event) {
    const meant = meantBy(event)
    if (meant === null) return
    hold(meant)
    choose()
  }

  // What is pressed elsewhere may bring other cells, or choose one.
  const onPress = event => event.composedPath().some(part => part.matches?.(PRESSED)) && clearTimeout(rest)

  for (const name of ["fewer", "more", "details"]) button(name).onclick = () => cells().length && actions[name]()
  range.oninput = () => {
    if (!cells().length) return
    const asked = Number(range.value), { k } = cells()[bar.held]
    hold(to(asked - k, 0) ?? bar.held)
  }
  document.addEventListener("keydown", onKey)
  document.addEventListener("pointermove", onMove)
  document.addEventListener("click", onClick)
  document.addEventListener("pointerdown", onPress, true)
  const ends = [onHandOver(() => bar.take()), onNewElements(pushTexts), tellCharts()]

  const nameOf = index => `${cells()[index].k}_${cells()[index].kind}`
  const placeOf = name => [...cells().keys()].findIndex(index => nameOf(index) === name)

  // The cells that have come, and which of them the server has in view: another one when a link, or a criterion, says so.
  bar.take = data => {
    const chosen = data?.chosen ?? bar.chosen, given = handedOver(), isNew = given !== bar.taken
    const answered = data ? told.indexOf(chosen) + 1 : 0 // an answer may come late, when another cell is in hand
    told = told.slice(answered)
    const isOther = isNew || (!answered && chosen !== bar.chosen)
    bar.criterion = data?.criterion ?? bar.criterion
    bar.taken = given
    if (isOther) bar.chosen = chosen
    if (!given?.cells) return putRun(null)
    if (isNew) {
      const run = runOf(given)
      run.cells = run.cells.map(([k, kind]) => ({ k, kind }))
      putRun(run)
      range.max = Math.max(...run.cells.map(({ k }) => k))
      types.replaceChildren(...Object.entries(run.labels).map(([kind, label]) => {
        const type = make("button", { type: "button", textContent: label, onclick: () => hold(ofKind(kind)) })
        type.dataset.kind = kind
        return type
      }))
    }
    if (!bar.criterion) return // it comes at once
    if (isOther) bar.held = Math.max(placeOf(bar.chosen), 0)
    show(bar.held)
    if (isOther) clearTimeout(rest)
    else rests()
  }

  // The cell of this type that has as many components, or nearly.
  function ofKind(kind) {
    const { k } = cells()[bar.held], far = index => Math.abs(cells()[index].k - k)
    const all = [...cells().keys()].filter(index => cells()[index].kind === kind)
    return all.reduce((best, index) => (far(index) < far(best) ? index : best))
  }

  bar.remove = () => {
    clearTimeout(rest)
    ends.forEach(end => end())
    document.removeEventListener("keydown", onKey)
    document.removeEventListener("pointermove", onMove)
    document.removeEventListener("click", onClick)
    document.removeEventListener("pointerdown", onPress, true)
  }
  return bar
}

export default function ({ data, parentElement, setTriggerValue }) {
  const bar = lasting(parentElement, () => makeBar(parentElement))
  bar.tell = setTriggerValue
  bar.take(data)
  return cleanUp(parentElement, [], () => {
    bar.remove()
    forget(parentElement)
  })
}

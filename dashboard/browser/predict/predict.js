// Predict, then reveal: guesses by clicks for a component's mean after one step or at the end. Until the truth is told
// or the person skips, the step bar waits at step 0. The server hears nothing of it.

import { keepMarks, onSpot } from "../shared/clicks.js"
import { chip, make, swatch } from "../shared/element.js"
import { numeral } from "../shared/numeral.js"

const kept = new WeakMap() // guesses, across runs of this function
const NOW = 0, FIGURES = 4

const text = value => numeral(value, FIGURES)
const place = x => (x.length === 1 ? text(x[0]) : `(${x.map(text).join(", ")})`)
const distance = (a, b) => Math.hypot(...a.map((value, i) => value - b[i]))

// The distance from the mean in standard deviations of a component with this lower Cholesky factor.
function inDeviations(guess, mean, factor) {
  const z = []
  guess.forEach((value, i) => {
    z.push((value - mean[i] - z.reduce((sum, known, j) => sum + factor[i][j] * known, 0)) / factor[i][i])
  })
  return Math.hypot(...z)
}

function hold(held) {
  window.emExplorerHold = held
  window.dispatchEvent(new CustomEvent("em-explorer:hold"))
}

export default function ({ data, parentElement }) {
  const $ = selector => parentElement.querySelector(selector)
  const K = data.means[0].length, D = data.columns.length
  const fresh = () => ({ run: data.run, guesses: { 1: {}, 2: {} }, when: 1, component: 0, told: false, skipped: false, end: () => {} })
  let mine = kept.get(parentElement)
  mine?.end()
  if (!mine || mine.run !== data.run) kept.set(parentElement, (mine = fresh()))

  const chips = data.colors.slice(0, K).map((color, k) => chip(color, k, () => { mine.component = k; show() }))
  $(".chips").replaceChildren(...chips)
  const boxes = data.columns.map((column, d) => {
    const box = make("input", { type: "number", step: "any", placeholder: D > 1 ? column : "mean", onchange: typed })
    box.setAttribute("aria-label", `Your guess: ${column}`)
    return box
  })
  $(".boxes").replaceChildren(...boxes)

  function typed() {
    const values = boxes.map(box => box.valueAsNumber)
    if (values.every(Number.isFinite)) guess(values, D > 1 ? values[1] : null)
  }

  function guess(at, height) {
    if (mine.told || mine.skipped) return
    mine.guesses[mine.when][mine.component] = { at, height: height ?? mine.height ?? 0 }
    show()
  }

  const guesses = () => Object.entries(mine.guesses[mine.when]).map(([k, one]) => ({ k: Number(k), ...one }))
  const truth = k => data.means[mine.when][k]

  const marks = keepMarks(() => guesses().map(({ k, at, height }) => {
    const [x, y] = [at[0], at[1] ?? height]
    const [tx, ty] = mine.told ? [truth(k)[0], truth(k)[1] ?? height] : [NaN, NaN]
    return [k + 1, x, y, tx, ty].join(" ")
  }).join(";"))

  function status() {
    const many = guesses().length, when = mine.when === 1 ? "after one step" : "at the end"
    if (data.last === 0) return "This run has no steps: give it iterations under Run."
    if (mine.skipped) return "Skipped: the step bar is yours."
    if (mine.told) return `The truth ${when}, step ${mine.when === 1 ? 1 : data.last}: crosses are your guesses, the numbers the means.`
    if (!many) return `The step bar waits. Where will component ${mine.component + 1}'s mean be ${when}? Click there.`
    return `Guessed ${when}: component ${guesses().map(one => one.k + 1).join(", ")}. Click again to change your mind, or reveal.`
  }

  function results() {
    const table = $("table")
    table.hidden = !mine.told
    if (!mine.told) return
    const heads = ["#", "your guess", "truth", "distance", "in its standard deviations", "start to truth"]
    $("thead").replaceChildren(make("tr", {}, ...heads.map(textContent => make("th", { textContent, scope: "col" }))))
    $("tbody").replaceChildren(...guesses().map(({ k, at }) => {
      const cells = [place(at), place(truth(k)), text(distance(at, truth(k))),
        text(inDeviations(at, truth(k), data.factors[mine.when][k])), text(distance(data.means[NOW][k], truth(k)))]
      return make("tr", {}, make("th", { scope: "row" }, swatch(data.colors[k]), `${k + 1}`), ...cells.map(textContent => make("td", { textContent })))
    }))
  }

  function show() {
    const over = mine.told || mine.skipped || data.last === 0
    chips.forEach((chip, k) => chip.setAttribute("aria-pressed", k === mine.component))
    for (const radio of parentElement.querySelectorAll("[name=when]")) {
      radio.checked = Number(radio.value) === mine.when
      radio.disabled = over
    }
    const mineNow = mine.guesses[mine.when][mine.component]
    boxes.forEach((box, d) => { box.value = mineNow ? Number(mineNow.at[d].toPrecision(FIGURES)) : ""; box.disabled = over })
    $(".reveal").disabled = over || !guesses().length
    $(".skip").disabled = over
    $(".again").disabled = !mine.told && !mine.skipped
    $(".status").textContent = status()
    results()
    marks.show()
    if (Boolean(window.emExplorerHold) === over) hold(!over)
  }

  for (const radio of parentElement.querySelectorAll("[name=when]")) {
    radio.onchange = () => { mine.when = Number(radio.value); show() }
  }
  $(".reveal").onclick = () => {
    mine.told = true
    show()
    window.dispatchEvent(new CustomEvent("em-explorer:go", { detail: mine.when === 1 ? 1 : data.last }))
  }
  $(".skip").onclick = () => { mine.skipped = true; show() }
  $(".again").onclick = () => { Object.assign(mine, { ...fresh(), when: mine.when, component: mine.component, end: mine.end }); show() }
  const endSpot = onSpot(({ x, y, share }) => { mine.height = y; guess(D > 1 ? [x, y] : [x], y) })
  mine.end = () => {
    endSpot()
    marks.end()
  }
  show()
  const { end } = mine
  return () => {
    end()
    if (mine.end === end) hold(false) // unless a later run of this function has taken over
  }
}

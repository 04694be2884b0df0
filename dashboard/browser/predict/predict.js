// Predict, then reveal: guesses by clicks for a component's mean after one step or at the end. Until the truth is
// revealed or the person skips, the step bar waits at step 0. The server hears nothing of it.

import { drawMarks, onClick } from "../shared/clicks.js"
import { cells, chips, headings, make, swatch, tableRow } from "../shared/element.js"
import { numeral } from "../shared/numeral.js"
import { cleanUp, lasting } from "../shared/reruns.js"
import { mixtureOf, squaredDistances } from "../shared/responsibilities.js"
import { theRun } from "../shared/run.js"
import { goTo, hold, inView, isHeld } from "../shared/step.js"

const NOW = 0, FIGURES = 4

const text = value => numeral(value, FIGURES)
const stacked = values => values.map(value => make("div", {}, text(value))) // one number under the other
const distance = (a, b) => Math.hypot(...a.map((value, i) => value - b[i]))

export default function ({ data, parentElement }) {
  const $ = selector => parentElement.querySelector(selector)
  const K = data.means[0].length, D = data.columns.length
  const fresh = () => ({
    run: data.run, guesses: { 1: {}, 2: {} }, when: 1, component: 0, height: 0, revealed: false, skipped: false,
  })
  // The position in view before the game, to which leaving it returns, and the one that the game has set since.
  const game = lasting(parentElement, () => ({ ...fresh(), before: inView().position, set: 0 }))
  if (game.run !== data.run) Object.assign(game, fresh(), { before: 0 })

  const buttons = chips(data.colors, K, k => { game.component = k; show() })
  $(".chips").replaceChildren(...buttons)
  const boxes = data.columns.map((column, d) => {
    const box = make("input", { type: "number", step: "any", placeholder: D > 1 ? "xy"[d] : "mean", title: column, onchange: typed })
    box.setAttribute("aria-label", `Your guess: ${column}`)
    return box
  })
  $(".boxes").replaceChildren(...boxes)

  function typed() {
    const values = boxes.map(box => box.valueAsNumber)
    if (values.every(Number.isFinite)) guess(values, D > 1 ? values[1] : null)
  }

  function guess(at, height) {
    if (game.revealed || game.skipped) return
    game.guesses[game.when][game.component] = { at, height: height ?? game.height }
    show()
  }

  const guesses = () => Object.entries(game.guesses[game.when]).map(([k, one]) => ({ k: Number(k), ...one }))
  const truth = k => data.means[game.when][k]

  const marks = drawMarks(() => guesses().map(({ k, at, height }) => {
    const [x, y] = [at[0], at[1] ?? height]
    const [tx, ty] = game.revealed ? [truth(k)[0], truth(k)[1] ?? height] : [NaN, NaN]
    return [k + 1, x, y, tx, ty].join(" ")
  }).join(";"))

  function status() {
    const many = guesses().length, when = game.when === 1 ? "after one step" : "at the end"
    if (data.last === 0) return "This run has no steps: give it iterations under Run."
    if (game.skipped) return "Skipped: the step bar is yours."
    if (game.revealed) return `The truth ${when}: crosses are your guesses, the numbers the means.`
    const press = matchMedia("(pointer: coarse)").matches ? "Tap" : "Click"
    if (!many) return `${press} where the mean of component ${game.component + 1} will be ${when}, then Reveal.`
    return `Guessed: component ${guesses().map(one => one.k + 1).join(", ")}. ${press} again to change your mind, or Reveal.`
  }

  function results(over) {
    $("table").hidden = !game.revealed
    for (const part of parentElement.querySelectorAll(".guessed")) part.hidden = over // leaves room for what came of it
    if (!game.revealed) return
    const mixture = mixtureOf(data, game.when)
    $("thead").replaceChildren(tableRow(...headings(
      ["#", "your guess", "truth", "distance", "in its SDs", "start to truth"])))
    $("tbody").replaceChildren(...guesses().map(({ k, at }) => {
      const deviations = Math.sqrt(squaredDistances(mixture, at, 1)[k])
      const numbers = [distance(at, truth(k)), deviations, distance(data.means[NOW][k], truth(k))].map(text)
      return tableRow(...headings([swatch(data.colors[k], k)], "row"), ...cells([stacked(at), stacked(truth(k)), ...numbers]))
    }))
  }

  function show() {
    const over = game.revealed || game.skipped || data.last === 0
    buttons.forEach((button, k) => button.setAttribute("aria-pressed", k === game.component))
    for (const radio of parentElement.querySelectorAll("[name=when]")) {
      radio.checked = Number(radio.value) === game.when
      radio.disabled = over
    }
    const guessed = game.guesses[game.when][game.component]
    boxes.forEach((box, d) => { box.value = guessed ? Number(guessed.at[d].toPrecision(FIGURES)) : ""; box.disabled = over })
    $(".reveal").disabled = over || !guesses().length
    $(".skip").disabled = over
    $(".again").disabled = !game.revealed && !game.skipped
    $(".status").textContent = status()
    results(over)
    marks.show()
    if (isHeld() !== over) return
    hold(!over)
    if (!over) game.set = 0
  }

  function put(step) {
    game.set = step
    goTo(step)
  }

  function leave() {
    hold(false)
    if (theRun()?.last === data.last && inView().position === game.set) goTo(game.before)
  }

  for (const radio of parentElement.querySelectorAll("[name=when]")) {
    radio.onchange = () => { game.when = Number(radio.value); show() }
  }
  $(".reveal").onclick = () => {
    game.revealed = true
    show()
    put(game.when === 1 ? 1 : data.last)
  }
  $(".skip").onclick = () => { game.skipped = true; show() }
  $(".again").onclick = () => {
    const { when, component, height } = game
    Object.assign(game, fresh(), { when, component, height })
    show()
  }
  show()
  const clicks = onClick(({ x, y }) => { game.height = y; guess(D > 1 ? [x, y] : [x], y) })
  return cleanUp(parentElement, [clicks, marks.end], leave)
}

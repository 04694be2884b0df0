// The lesson on coins: the run of its start, which is made here, and the picture of it, whose coins are dragged, which
// moves the start. While one is in hand the run is made anew at every place, and hollow coins show where EM ends from there;
// let go, the server hears of the start for the address bar.

import { makeMotion, LASTS } from "../shared/motion.js"
import { placeBeside } from "../shared/place.js"
import { cleanUp, forget, lasting } from "../shared/reruns.js"
import { handOver, handedOver } from "../shared/run.js"
import { inView, onStep } from "../shared/step.js"
import { coinParts, rowParts } from "./card.js"
import { makePicture } from "./picture.js"
import { madeFrom } from "./run.js"
import { NAMES, headsOf } from "./words.js"

// Clicks there change the step, and what is explained follows it.
const STEPS = ".st-key-step-bar, .st-key-coins-trace"
const START = { step: 0, beat: "", position: 0 } // as what is in view tells it
const REST = 800 // milliseconds after a key in which a coin counts as in hand

function makeLesson(root) {
  const lesson = {}, $ = selector => root.querySelector(selector), card = $(".card"), motion = makeMotion()
  let given, tell, run, picture = null // what came from Python, how it is told, the run in view
  let opened = { arrival: null, step: 0 } // when the run was begun, and at which step
  let moves = 0, untouched = true, inHand = false, resting = null
  let drawn = null, at = null, moving = false // the moment drawn; run and position that it is of; whether it flows there
  let explained = null // { row } or { coin }

  // Once a coin was moved here, the start is the browser's, as the step is, until a link says another.
  lesson.take = (data, setTriggerValue) => {
    given = data
    tell = setTriggerValue
    picture ??= makePicture(root, data, { explainRow: n => explain({ row: n }), explainCoin: k => explain({ coin: k }), move, rest })
    const style = $(".coins").style
    data.colours.forEach((colour, k) => style.setProperty(`--coin-${k}`, colour))
    data.on_colours.forEach((colour, k) => style.setProperty(`--on-${k}`, colour))
    const isAsked = run && data.start.every((theta, k) => theta === run.start[k])
    if (opened.from !== data.arrival || (untouched && !isAsked)) {
      untouched = true
      begin(data.start, data.step, data.arrival)
    } else if (data.rules.learn_weights !== run.learned) begin(run.start, 0)
    show()
  }

  // A run from `start`, opened at `step`.
  function begin(start, step, from = opened.from) {
    run = madeFrom(start, given.model, given.rules)
    opened = { from, arrival: `${from}, ${moves++}`, step }
  }

  function show() {
    handOver(lesson.handed = { ...run.handed, arrival: opened.arrival, step: opened.step })
    if (drawn === null) picture.draw(momentAt(START), more(START)) // until the step bar is there
    follow()
  }

  // The other coin starts where it stands.
  function move(k, theta) {
    const start = current().thetas.map((value, j) => onGrid(j === k ? theta : value))
    inHand = true
    untouched = false
    begin(start, 0)
    show()
    clearTimeout(resting)
    if (byKeys()) resting = setTimeout(settle, REST)
  }

  const onGrid = theta => {
    const [low, high] = given.limits
    return Number(Math.min(Math.max(Math.round(theta / given.grid) * given.grid, low), high).toFixed(6))
  }

  // The pointer lets go at once, keys when they rest.
  const byKeys = () => $("input:focus-visible") !== null
  const rest = () => { if (!byKeys()) settle() }
  function settle() {
    clearTimeout(resting)
    if (!inHand) return
    inHand = false
    show()
    tell("moved", run.start.join(" "))
  }

  // The step whose shares are in view: an M beat keeps those that it was made of.
  const held = ({ step, beat }) => (beat === "M" ? step - 1 : step)
  const stepOf = ({ step }) => run.steps[Math.min(step, run.steps.length - 1)]
  const current = () => stepOf(inView())

  function momentAt(view) {
    const { thetas, weights } = stepOf(view), shares = view.position > 0 ? run.steps[held(view)].shares : null
    return { thetas, weights, shares, given: view.step > 0 ? run.steps[view.step - 1].given : null }
  }

  // What a picture needs to know besides.
  const more = view => ({
    now: stepOf(view), learned: run.learned, colours: given.colours, trail: run.steps.slice(0, view.step),
    ghost: inHand ? run.steps.at(-1).thetas : null,
  })

  // From the beat before the shares or the coins flow to where they are now.
  function follow() {
    if (!run || inView().query !== run.handed.query) return
    const view = inView(), { position } = view, from = drawn, to = momentAt(view)
    const isNext = at?.run === run && Math.abs(at.position - position) === 0.5 && from.shares && to.shares
    if (at?.run === run && at.position === position && moving) return
    at = { run, position }
    moving = Boolean(isNext)
    motion.flow(LASTS, moving, share => {
      moving = share < 1
      drawn = moving ? between(from, to, share) : to
      picture.draw(drawn, more(view))
    })
    showCard()
  }

  // What a press on a row or a coin asks for; a second press closes it.
  function explain(what) {
    explained = explained?.row === what.row && explained?.coin === what.coin ? null : what
    showCard()
  }

  function showCard() {
    card.togglePopover(explained !== null)
    if (explained === null) return
    const { row, coin } = explained, t = Math.min(held(inView()), run.steps.length - 2), step = run.steps[t]
    const { rows } = given.model
    $(".card .title").textContent = row === undefined ? `Coin ${NAMES[coin]}, step ${t} to ${t + 1}`
      : `Row ${row + 1} (${headsOf(rows[row])}), the coins of step ${t}`
    $(".said").replaceChildren(...(row === undefined
      ? coinParts(step, run.steps[t + 1], rows, coin, run.learned) : rowParts(step, rows[row], row)))
    const { left, right, top, height } = buttonOf(explained).getBoundingClientRect()
    placeBeside(card, [row === undefined ? left : right, top + height / 2])
  }

  const buttonOf = ({ row, coin }) => (row === undefined ? picture.coins[coin] : picture.rows[row])
  function close() {
    const button = buttonOf(explained)
    explained = null
    showCard()
    button.focus()
  }
  $(".close").onclick = close
  function elsewhere(event) {
    if (explained === null || event.composedPath().includes(root) || event.target.closest?.(STEPS)) return
    explained = null
    showCard()
  }
  function onKey(event) {
    if (event.key !== "Escape" || explained === null) return
    event.preventDefault() // it leaves nothing else
    close()
  }

  const redraw = () => {
    at = null
    follow()
  }
  const seen = new ResizeObserver(redraw), ends = [onStep(follow)], early = { capture: true }
  seen.observe($(".coins"))
  document.addEventListener("keydown", onKey, early)
  document.addEventListener("click", elsewhere)
  window.addEventListener("scroll", showCard, early)
  lesson.remove = () => {
    clearTimeout(resting)
    motion.end()
    seen.disconnect()
    document.removeEventListener("keydown", onKey, early)
    document.removeEventListener("click", elsewhere)
    window.removeEventListener("scroll", showCard, early)
    ends.forEach(stop => stop())
    if (handedOver() === lesson.handed) handOver(null)
  }
  return lesson
}

// On the straight way from one moment to another, `share` of it behind.
function between(from, to, share) {
  const way = (a, b) => a.map((value, i) => value + share * (b[i] - value))
  return {
    ...to, thetas: way(from.thetas, to.thetas), weights: way(from.weights, to.weights),
    shares: from.shares.map((row, n) => way(row, to.shares[n])),
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const lesson = lasting(parentElement, () => makeLesson(parentElement))
  lesson.take(data, setTriggerValue)
  return cleanUp(parentElement, [], () => {
    lesson.remove()
    forget(parentElement)
  })
}

// The lesson on coins: the run of its start, which is made here, and the picture of it, whose coins are dragged, which
// moves the start. While one is in hand the run is made anew at every place, and hollow coins show where EM ends from there;
// let go, the server hears of the start for the address bar.

import { makeMotion, LASTS } from "../shared/motion.js"
import { makeOwnRun, onGrid } from "../shared/own_run.js"
import { placeBeside } from "../shared/place.js"
import { keepAlive } from "../shared/reruns.js"
import { onNewSize } from "../shared/sizes.js"
import { inView, onStep } from "../shared/step.js"
import { coinParts, rowParts } from "./card.js"
import { makePicture } from "./picture.js"
import { madeFrom } from "./run.js"
import { NAMES, headsOf } from "./words.js"

// Clicks there change the step, and what is explained follows it.
const STEPS = ".st-key-step-bar, .st-key-coins-trace"
const SNAPS = 0.015 // a coin that is dragged so near to the other stands on it
const START = { step: 0, beat: "", position: 0 } // as what is in view tells it

function makeLesson(root) {
  const lesson = {}, $ = selector => root.querySelector(selector), card = $(".card"), papers = $(".papers"), motion = makeMotion()
  let given, tell, picture = null // what came from Python, and how it is told
  const own = makeOwnRun({
    make: thetas => madeFrom(thetas, given.model, given.rules), show, tell: thetas => tell("moved", thetas.join(" ")),
  })
  let drawn = null, at = null, moving = false // the moment drawn; run and position that it is of; whether it flows there
  let explained = null // { row } or { coin }

  lesson.take = (data, setTriggerValue) => {
    given = data
    tell = setTriggerValue
    if (!picture) begin()
    const style = $(".coins").style
    data.colours.forEach((colour, k) => style.setProperty(`--coin-${k}`, colour))
    data.on_colours.forEach((colour, k) => style.setProperty(`--on-${k}`, colour))
    if (own.run && data.rules.learn_weights !== own.run.learned) own.again()
    own.take(data)
  }

  function begin() {
    picture = makePicture(root, given, {
      explainRow: n => explain({ row: n }), explainCoin: k => explain({ coin: k }), move, rest, hold: own.hold, cancel: own.cancel,
    })
    ends.push(onNewSize(picture.sized, redraw))
  }

  function show() {
    papers.hidden = own.run.start.every((theta, k) => theta === given.paper[k])
    if (drawn === null) picture.draw(momentAt(START), more(START)) // until the step bar is there
    follow()
  }

  // The other coin starts where it did.
  function move(k, theta) {
    const { start } = own.run, other = start[1 - k]
    const to = !byKeys() && Math.abs(theta - other) < SNAPS ? other : theta
    moveTo(start.map((value, j) => (j === k ? onGrid(to, given) : value)))
    if (byKeys()) own.rest()
  }

  function moveTo(thetas) {
    explained = null // it would hide them
    own.move(thetas)
  }

  papers.onclick = () => {
    const byKey = papers.matches(":focus-visible")
    moveTo(given.paper)
    own.settle()
    if (byKey) picture.focus(0) // the button is gone
  }

  // The pointer lets go at once, keys when they rest.
  const byKeys = () => $("input:focus-visible") !== null
  const rest = () => { if (!byKeys()) own.settle() }

  // The step whose shares are in view: an M beat keeps those that it was made of.
  const held = ({ step, beat }) => (beat === "M" ? step - 1 : step)
  const stepOf = ({ step }) => own.run.steps[Math.min(step, own.run.steps.length - 1)]

  function momentAt(view) {
    const { thetas, weights } = stepOf(view), shares = view.position > 0 ? own.run.steps[held(view)].shares : null
    return { thetas, weights, shares, given: view.step > 0 ? own.run.steps[view.step - 1].given : null }
  }

  // What a picture needs to know besides.
  const more = view => ({
    now: stepOf(view), learned: own.run.learned, colours: given.colours, trail: own.run.steps.slice(0, view.step),
    ghost: own.inHand ? own.run.steps.at(-1).thetas : null,
  })

  // From the beat before the shares or the coins flow to where they are now.
  function follow() {
    if (inView().query !== own.run?.handed.query) return
    const view = inView(), { position } = view, from = drawn, to = momentAt(view)
    const isNext = at?.run === own.run && Math.abs(at.position - position) === 0.5 && from.shares && to.shares
    if (at?.run === own.run && at.position === position && moving) return
    at = { run: own.run, position }
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
    const { row, coin } = explained, t = Math.min(held(inView()), own.run.steps.length - 2), step = own.run.steps[t]
    const { rows } = given.model
    $(".card .title").textContent = row === undefined ? `Coin ${NAMES[coin]}, step ${t} to ${t + 1}`
      : `Row ${row + 1} (${headsOf(rows[row])}), the coins of step ${t}`
    $(".said").replaceChildren(...(row === undefined
      ? coinParts(step, own.run.steps[t + 1], rows, coin, own.run.learned) : rowParts(step, rows[row], row)))
    placeCard()
  }

  function placeCard() {
    if (explained === null) return
    const { left, right, top, height } = buttonOf(explained).getBoundingClientRect()
    placeBeside(card, [explained.row === undefined ? left : right, top + height / 2])
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

  function redraw() {
    picture.resized()
    at = null
    follow()
  }
  const ends = [onStep(follow), own.remove, motion.end], early = { capture: true }
  document.addEventListener("keydown", onKey, early)
  document.addEventListener("click", elsewhere)
  window.addEventListener("scroll", placeCard, early)
  lesson.remove = () => {
    document.removeEventListener("keydown", onKey, early)
    document.removeEventListener("click", elsewhere)
    window.removeEventListener("scroll", placeCard, early)
    ends.forEach(stop => stop())
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

export default function (given) {
  return keepAlive(given, makeLesson)
}

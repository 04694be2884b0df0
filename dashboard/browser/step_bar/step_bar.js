// The step bar. It owns the step: it writes it into the charts' bound inputs and the address bar, and tells the
// read-out and the sentence by an event. The server hears nothing of it. It takes up the run, too, and passes it on.

import { addressToPassOn, sayInAddress } from "../shared/address_bar.js"
import { tellCharts } from "../shared/alternatives.js"
import { CHART, inputsOf, onNewElements, runShown, write } from "../shared/charts.js"
import { copy } from "../shared/copy.js"
import { allBetween, announceDrawn, drawn, drawnOf, onInHand, putDrawn } from "../shared/drawn.js"
import { isForOthers } from "../shared/keys.js"
import { keepAlive } from "../shared/reruns.js"
import { COMPANION, handedOver, lastOfAll, mixtureAt, onHandOver, putRun, runNamed, theRun } from "../shared/run.js"
import { hold, inView, isHeld, leftAt, onGo, onHold, putInView } from "../shared/step.js"
import { mixtureText, textsOf } from "../shared/texts.js"
import { runOf } from "../shared/unpacking.js"
import { LASTS, makeMotion } from "../shared/motion.js"

const PICKED = "pick_step" // the input of a chart in which a click selects a step
const IN_MOTION = 0.75 // of the time between two steps that play

function makeBar(root) {
  const $ = selector => root.querySelector(selector)
  const range = $(".range"), count = $(".count"), select = $("select")
  const button = name => $(`[data-do=${name}]`)
  const bar = {
    position: 0, unit: 1, last: 0, timer: null, urlTimer: null, arrival: null, query: "", word: "Step", settled: null,
    texts: { "": {}, [COMPANION]: {} }, shown: {}, // what charts are told of a run, by its name
    stays: null, short: "",
  }
  const motion = makeMotion()
  const known = new WeakSet() // chart inputs that have the step already

  // In two beats a step takes two positions: t + 0.5 is the E beat, with the parameters of step t; t + 1 the M beat.
  const step = () => Math.floor(bar.position)
  const beat = () => (bar.unit === 1 || bar.position === 0 ? "" : bar.position > step() ? "E" : "M")

  // `lasts`: for how many milliseconds the step before may flow into this one.
  bar.go = (position, { keepPlaying = false, lasts = 0 } = {}) => {
    if (!keepPlaying) bar.pause()
    const to = bar.stays ?? position
    bar.position = Math.min(Math.max(Math.round(to / bar.unit) * bar.unit, 0), isHeld() ? 0 : bar.last)
    bar.show(lasts)
  }

  bar.show = (lasts = 0) => {
    if (isHeld()) bar.position = 0
    const held = isHeld() || bar.stays !== null
    const settled = bar.settled !== null && bar.position >= bar.settled
    const words = [`${bar.word} ${step()} of ${bar.last}`, beat(), settled && "settled"].filter(Boolean).join(" · ")
    range.step = bar.unit
    range.max = bar.last
    range.value = bar.position
    range.setAttribute("aria-valuetext", words)
    count.textContent = words
    button("first").disabled = button("back").disabled = held || bar.position === 0
    button("forward").disabled = button("last").disabled = held || bar.position === bar.last
    button("play").disabled = held || bar.last === 0
    range.disabled = held
    drawMixture(lasts)
    pushToCharts(true)
    putInView({
      query: bar.query, step: step(), beat: beat(), position: bar.position, playing: bar.timer !== null,
      moving: drawn().moving,
    })
    clearTimeout(bar.urlTimer)
    bar.urlTimer = setTimeout(writeUrl, 200) // browsers allow only some hundred changes of the address a minute
  }

  const mixtureNow = run => (run?.seen ? mixtureAt(run, step()) : null)

  // The mixture of the step in view, and the companion's; from a neighbouring step they flow there.
  function drawMixture(lasts) {
    const run = theRun(), to = { mixture: mixtureNow(run), companion: mixtureNow(run?.companion) }, from = drawn()
    const before = bar.shown
    bar.shown = { run, step: step() }
    if (before.run === run && before.step === step() && drawn().moving) return // is on its way
    const isNext = to.mixture && before.run === run && Math.abs(before.step - step()) === 1
    const trailEnd = isNext ? Math.min(before.step, step()) : step()
    const draw = share => {
      const moving = share < 1, end = moving ? trailEnd : step(), moved = drawn().moving
      putDrawn(moving ? allBetween(from, to, share) : to, moving)
      pushMixtures(end, name => mixtureAt(runNamed(name), end).means)
      inView().moving = moving
      if (moved || moving) announceDrawn()
    }
    if (motion.flow(lasts, isNext, draw)) putDrawn(from, true)
  }

  // `meansAt(name)`: those at the trail's end.
  function pushMixtures(trailEnd, meansAt) {
    for (const [name, texts] of Object.entries(bar.texts)) {
      const mixture = drawnOf(name)
      texts.mixture = mixture ? mixtureText({ ...drawn(), mixture }, trailEnd, meansAt(name)) : ""
    }
    pushText("mixture")
  }

  // One that is dragged has no trail.
  function drawInHand(mixture) {
    motion.end()
    bar.shown = {}
    if (!mixture) return drawMixture(0)
    putDrawn({ mixture }, true)
    inView().moving = true
    pushMixtures(-1, () => mixture.means)
    announceDrawn()
  }

  function pushToCharts(all) {
    for (const input of [...inputsOf("step"), ...inputsOf(PICKED)]) {
      if (!all && known.has(input)) continue
      known.add(input)
      write(input, step())
    }
  }

  const writeUrl = () => sayInAddress("step", bar.position > 0 ? bar.position : "")

  bar.play = () => {
    if (bar.last === 0 || isHeld() || bar.stays !== null) return
    if (bar.position === bar.last) bar.position = 0
    const interval = 1000 / Number(select.value)
    const tick = () => {
      if (bar.position >= bar.last) return bar.pause()
      const before = bar.position
      bar.go(before + bar.unit, { keepPlaying: true, lasts: Math.min(LASTS, IN_MOTION * interval) })
      const hasSettled = bar.settled !== null && before < bar.settled && bar.position >= bar.settled
      if (bar.position >= bar.last || hasSettled) bar.pause()
    }
    bar.timer = setInterval(tick, interval)
    showPlaying()
    bar.show()
  }

  bar.pause = () => {
    if (bar.timer === null) return
    clearInterval(bar.timer)
    bar.timer = null
    showPlaying()
    bar.show()
  }

  function showPlaying() {
    const playing = bar.timer !== null
    button("play").classList.toggle("playing", playing)
    button("play").setAttribute("aria-label", playing ? "Pause" : "Play")
    button("play").querySelector(".word").textContent = playing ? "Pause" : "Play"
  }

  function copyLink() {
    writeUrl()
    copy(addressToPassOn(bar.short), $(".copy .word"), "Copy link", "The link to this scenario and step:")
  }

  const actions = {
    first: () => bar.go(0), back: () => bar.go(bar.position - bar.unit, { lasts: LASTS }),
    forward: () => bar.go(bar.position + bar.unit, { lasts: LASTS }),
    last: () => bar.go(bar.last), play: () => (bar.timer === null ? bar.play() : bar.pause()), copy: copyLink,
  }
  const keys = { Home: "first", ArrowLeft: "back", " ": "play", ArrowRight: "forward", End: "last" }

  function onKey(event) {
    const action = keys[event.key]
    if (!action || isForOthers(event, range)) return
    event.preventDefault()
    actions[action]()
  }

  // A click on the trace selects a step inside the chart; its bound input tells which.
  function onClick(event) {
    if (!(event.target instanceof Element) || !event.target.closest(CHART)) return
    for (const delay of [40, 150, 400]) {
      setTimeout(() => {
        for (const input of inputsOf(PICKED)) {
          if (known.has(input) && input.value !== String(step())) bar.go(Number(input.value))
        }
      }, delay)
    }
  }

  for (const [name, action] of Object.entries(actions)) button(name).onclick = action
  range.oninput = () => bar.go(Number(range.value))
  select.onchange = () => { if (bar.timer !== null) { clearInterval(bar.timer); bar.play() } }
  document.addEventListener("keydown", onKey)
  document.addEventListener("click", onClick)
  const toNewCharts = () => { pushTexts(); pushToCharts(false) }
  const ends = [
    onHandOver(() => bar.take()), onGo(bar.go), onHold(() => bar.go(bar.position)), onNewElements(toNewCharts),
    onInHand(drawInHand), tellCharts(),
  ]

  const pushText = what => inputsOf(what).forEach(input => write(input, bar.texts[runShown(input)][what] ?? ""))
  const pushTexts = () => Object.keys(bar.texts[""]).forEach(pushText)

  // Another run, or the same one anew: the step stays, unless a link asks for one.
  bar.take = () => {
    if (!handedOver()) return putRun(null)
    const run = runOf(handedOver())
    bar.texts = { "": { ...textsOf(run), ...run.texts }, [COMPANION]: run.companion ? textsOf(run.companion) : {} }
    pushTexts()
    putRun(run)
    bar.last = lastOfAll(run)
    bar.unit = run.beats ? 0.5 : 1
    bar.query = run.query
    bar.word = run.word
    bar.settled = run.settled ?? null
    bar.stays = run.stays ?? null
    bar.short = run.short
    range.title = bar.settled === null ? "" : `From step ${bar.settled} on nothing visible changes to the end of this run`
    const longest = `${bar.word} ${bar.last} of ${bar.last}${run.beats ? " · M" : ""}${bar.settled === null ? "" : " · settled"}`
    count.style.minWidth = `${longest.length}ch` // the range stays as wide as it is
    if (run.arrival !== bar.arrival) {
      bar.arrival = run.arrival
      if (run.hold) hold(true) // until the predictions' panel is there and says what is revealed
      bar.position = run.keep ? leftAt(run.query) ?? run.step : run.step
      bar.pause()
    }
    bar.position = Math.min(Math.floor((bar.stays ?? bar.position) / bar.unit) * bar.unit, bar.last)
    bar.show()
  }

  bar.remove = () => {
    bar.pause()
    motion.end()
    clearTimeout(bar.urlTimer)
    ends.forEach(end => end())
    document.removeEventListener("keydown", onKey)
    document.removeEventListener("click", onClick)
  }
  return bar
}

export default function (given) {
  return keepAlive(given, makeBar)
}

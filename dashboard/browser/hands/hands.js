// Means and spreads dragged by mouse or finger, at any step. While one is in hand the picture follows, and a ghost shows
// where EM will end from there. Let go, it is the start of a new run, which only the server can make.

import { cleanUp, forget, lasting } from "../shared/reruns.js"
import { mixtureAt, onRun, theRun } from "../shared/run.js"
import { goTo, inView, isHeld, onStep } from "../shared/step.js"
import { dragged, termsOf } from "./drag.js"
import { drawGhost, makeSheet } from "./draw.js"
import { pointsOf } from "./em.js"
import { ghostFrom } from "./ghost.js"
import { gripAt } from "./grab.js"
import { plotPlace, spotOf } from "./plot_place.js"
import { numberOf } from "./shapes.js"
import { inHand } from "./show.js"

const STILL = 4 // pixels: a press that moves less is a click
const PATIENCE = 10_000 // milliseconds for the new run to come
const CURSORS = `
  canvas[data-grip=mean] { cursor: grab !important; }
  canvas[data-grip=spread] { cursor: ew-resize !important; }
  html[data-gripped] * { cursor: grabbing !important; user-select: none; }`

function makeHands(root) {
  const hands = {}, sheet = makeSheet(), cursors = new CSSStyleSheet()
  let data, points, tell, drag = null

  hands.take = (given, setTriggerValue) => {
    data = given
    tell = setTriggerValue
    points = pointsOf(new Float64Array(Uint8Array.from(atob(data.points), letter => letter.charCodeAt(0)).buffer), data.D)
  }

  const mixtureInView = () => mixtureAt(theRun(), inView().step)

  // What can be dragged at a place of the picture: { grip, plot, mixture }, or null.
  function found(event) {
    if (isHeld() || theRun()?.seen?.D !== data.D || !(event.target instanceof HTMLCanvasElement)) return null
    const plot = plotPlace()
    if (plot?.canvas !== event.target) return null
    const mixture = mixtureInView(), pointer = event.pointerType ?? "touch"
    const grip = gripAt(plot, mixture, data.radii, spotOf(event, plot.canvas), pointer)
    return grip && { grip, plot, mixture }
  }

  function onDown(event) {
    if (drag || !event.isPrimary || event.button > 0) return
    const what = found(event)
    if (!what) return
    // The event goes on to the chart: without a move it is a click there.
    goTo(inView().position) // which ends playing
    const spot = spotOf(event, what.plot.canvas)
    drag = { ...what, id: event.pointerId, from: spot, to: spot, view: inView(), query: theRun().query, hand: inHand() }
    what.plot.canvas.setPointerCapture(event.pointerId)
  }

  function onMove(event) {
    if (!drag) {
      if (event.pointerType === "mouse" && event.target instanceof HTMLCanvasElement) {
        event.target.dataset.grip = event.buttons === 0 ? found(event)?.grip.part ?? "" : ""
      }
      return
    }
    if (drag.let || event.pointerId !== drag.id) return
    drag.to = spotOf(event, drag.plot.canvas)
    if (!drag.moved && Math.hypot(drag.to[0] - drag.from[0], drag.to[1] - drag.from[1]) < STILL) return
    event.stopImmediatePropagation()
    drag.moved = true
    document.documentElement.dataset.gripped = ""
    follow()
  }

  // In the next frame, and in further ones until EM has ended from there.
  function follow() {
    drag.fresh = true
    drag.frame ??= requestAnimationFrame(frame)
  }

  function frame() {
    drag.frame = null
    if (drag.fresh) takeUp()
    if (drag.ghost.goesOn()) {
      drag.ghost.goOn()
      drag.frame = requestAnimationFrame(frame)
    }
    const plot = plotPlace()
    if (plot && drag.ghost.run) drawGhost(sheet, plot, drag.ghost.run, drag.ghost.words(), data)
  }

  function takeUp() {
    const { mixture, grip, plot, from, to } = drag
    drag.fresh = false
    drag.now = dragged(mixture, grip, plot.dataAt(from), plot.dataAt(to), plot)
    drag.ghost = ghostFrom(drag.now, points, data.rules, data.n_points)
    if (drag.ghost.goesOn()) drag.ghost.goOn()
    drag.hand.show(drag.now, drag.ghost.logLikelihood())
  }

  function onUp(event) {
    if (!drag || drag.let || event.pointerId !== drag.id) return
    if (!drag.moved || event.type === "pointercancel") {
      if (!drag.moved && event.type === "pointerup" && event.pointerType !== "mouse") tap(event)
      return end()
    }
    document.addEventListener("click", swallow, { capture: true, once: true }) // the click that ends a drag is none
    setTimeout(() => document.removeEventListener("click", swallow, { capture: true }), 50)
    delete document.documentElement.dataset.gripped
    takeUp()
    follow()
    drag.let = setTimeout(end, PATIENCE) // the ghost stays until the run is there
    const { grip, query, view } = drag, terms = termsOf(drag.now, grip.k)
    tell("dropped", { query, step: view.step, component: grip.k, ...terms })
    root.querySelector(".told").textContent = `Component ${grip.k + 1} is set; EM starts anew from there.`
  }

  const swallow = event => event.stopImmediatePropagation()

  // A touch that is held back from scrolling makes no click of its own.
  function tap({ target, clientX, clientY }) {
    target.dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true, clientX, clientY }))
  }

  function end() {
    if (!drag) return
    clearTimeout(drag.let)
    cancelAnimationFrame(drag.frame)
    sheet.remove()
    delete document.documentElement.dataset.gripped
    drag.hand.end()
    drag = null
  }

  // A finger on a mean or an outline drags it; anywhere else it scrolls.
  function onTouch(event) {
    const [touch] = event.touches
    const at = { target: event.target, clientX: touch.clientX, clientY: touch.clientY }
    if (event.touches.length === 1 && (drag || found(at))) event.preventDefault()
  }

  const onKey = event => { if (event.key === "Escape") end() }
  const onOther = () => { if (drag && !drag.hand.isOurs()) end() } // the new run, or another
  const onStepChange = () => { if (drag && !drag.let && inView().position !== drag.view.position) end() }

  const early = { capture: true }
  const listeners = [
    ["pointerdown", onDown, early], ["pointermove", onMove, early], ["pointerup", onUp, early],
    ["pointercancel", onUp, early], ["touchstart", onTouch, { capture: true, passive: false }],
    ["keydown", onKey, early],
  ]
  for (const [name, act, how] of listeners) document.addEventListener(name, act, how)
  const ends = [onRun(onOther), onStep(onStepChange)]
  cursors.replaceSync(CURSORS)
  document.adoptedStyleSheets.push(cursors)

  hands.remove = () => {
    end()
    for (const [name, act, how] of listeners) document.removeEventListener(name, act, how)
    ends.forEach(stop => stop())
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter(each => each !== cursors)
  }

  // For tests and the curious: where the means are in the window, and where EM ends from the mixture in hand.
  window.emExplorerHands = {
    numbers() {
      const plot = plotPlace(), mixture = mixtureInView(), box = plot.canvas.getBoundingClientRect()
      return Array.from({ length: mixture.K }, (_, k) => numberOf(plot, mixture, k))
        .map(([x, y]) => [x + box.left, y + box.top])
    },
    ghost: () => drag?.ghost?.run && { ...drag.ghost.run, words: drag.ghost.words(), inHand: drag.now },
  }
  return hands
}

export default function ({ data, parentElement, setTriggerValue }) {
  const hands = lasting(parentElement, () => makeHands(parentElement))
  hands.take(data, setTriggerValue)
  return cleanUp(parentElement, [], () => {
    hands.remove()
    forget(parentElement)
  })
}

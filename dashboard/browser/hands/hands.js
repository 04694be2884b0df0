// Means and spreads dragged by mouse or finger, at any step. While one is in hand the picture follows, and a ghost shows
// where EM will end from there. Let go, it is the start of a new run, which only the server can make.

import { CHART } from "../shared/charts.js"
import { drawInHand } from "../shared/drawn.js"
import { plotOf, thePlot } from "../shared/plot.js"
import { onPoints, thePoints } from "../shared/points.js"
import { keepAlive } from "../shared/reruns.js"
import { mixtureAt, onRun, theRun } from "../shared/run.js"
import { goTo, inView, isHeld, onStep } from "../shared/step.js"
import { cursors } from "./cursors.js"
import { dragged, termsOf, told } from "./drag.js"
import { drawGhost, makeSheet } from "./draw.js"
import { ghostFrom, ghostPoints } from "./ghost.js"
import { gripAt } from "./grab.js"
import { numberOf } from "../shared/shapes.js"

const STILL = 4 // pixels: a press that moves less is a click
const PATIENCE = 30_000 // milliseconds for the new run to come

const early = { capture: true }
const swallow = event => event.stopImmediatePropagation()
const mixtureInView = () => mixtureAt(theRun(), inView().step)

function makeHands(root) {
  const hands = {}, sheet = makeSheet(), cursor = cursors()
  let look, tell, points = null, drag = null

  hands.take = (data, setTriggerValue) => {
    look = data
    tell = setTriggerValue
  }

  // What can be dragged where the pointer is: { k, part }, or null.
  function gripUnder({ target, clientX, clientY, pointerType = "touch" }) {
    const plot = target instanceof HTMLCanvasElement && plotOf(target.closest(CHART))
    if (!plot || isHeld() || !theRun()?.seen) return null
    return gripAt(plot, mixtureInView(), look.radii, [clientX, clientY], pointerType)
  }

  // The place of the pointer, at most at the ends of the axes, in data units.
  function placeOf({ clientX, clientY }) {
    const { left, top, width, height, toData } = drag.plot
    return toData(Math.min(Math.max(clientX, left), left + width), Math.min(Math.max(clientY, top), top + height))
  }

  function onDown(event) {
    if (drag || !event.isPrimary || event.button > 0) return
    const grip = gripUnder(event), canvas = event.target
    if (!grip) return
    // The event goes on to the chart: without a move it is a click there.
    drag = { grip, canvas, id: event.pointerId, plot: plotOf(canvas.closest(CHART)), run: theRun(), from: event, to: event }
    canvas.setPointerCapture(event.pointerId)
  }

  function onMove(event) {
    if (!drag) {
      if (event.pointerType === "mouse") cursor.over(event.target, event.buttons === 0 && gripUnder(event))
      return
    }
    if (drag.letGo || event.pointerId !== drag.id) return
    const { from } = drag
    if (!drag.began && Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) < STILL) return
    event.stopImmediatePropagation()
    if (!drag.began) begin()
    drag.to = event
    drag.fresh = true
    drag.frame ??= requestAnimationFrame(frame)
  }

  function begin() {
    goTo(inView().position) // which ends playing
    points ??= thePoints() && ghostPoints(thePoints())
    Object.assign(drag, { began: true, view: inView(), mixture: mixtureInView() })
    cursor.hold(true)
  }

  // The mixture in hand, and its ghost: further on in every frame until EM has ended from there.
  function frame() {
    if (!drag.canvas.isConnected) return end()
    drag.frame = null
    if (drag.fresh) takeUp()
    if (!drag.ghost) return
    if (drag.ghost.goesOn()) {
      drag.ghost.goOn()
      drag.frame = requestAnimationFrame(frame)
    }
    const lines = [told(drag.now, drag.grip), drag.ghost.words()]
    drawGhost(sheet, drag.canvas, drag.plot, drag.ghost.shown(), lines, look)
  }

  function takeUp() {
    const { mixture, grip, plot, from, to } = drag
    drag.fresh = false
    drag.now = dragged(mixture, grip, placeOf(from), placeOf(to), plot)
    drag.ghost = look.ghost && points && ghostFrom(drag.now, points, drag.run.options)
    drawInHand(drag.now)
  }

  function onUp(event) {
    if (!drag || drag.letGo || event.pointerId !== drag.id) return
    if (!drag.began || event.type === "pointercancel") {
      if (event.type === "pointerup" && event.pointerType !== "mouse") tap(event)
      return end()
    }
    document.addEventListener("click", swallow, { capture: true, once: true }) // the click that ends a drag is none
    setTimeout(() => document.removeEventListener("click", swallow, early), 50)
    cursor.hold(false)
    if (drag.fresh) takeUp()
    drag.letGo = setTimeout(end, PATIENCE) // the ghost stays until the new run is there
    const { grip: { k }, run, view: { step }, now } = drag
    tell("dropped", { query: run.query, step, component: k, ...termsOf(now, k) })
    root.querySelector(".told").textContent = `Component ${k + 1} is set: EM starts anew from there.`
  }

  // A touch that is kept from scrolling makes no click of its own.
  function tap({ target, clientX, clientY }) {
    target.dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true, clientX, clientY }))
  }

  function end() {
    if (!drag) return
    const { began, letGo, frame: waiting, run } = drag
    drag = null
    clearTimeout(letGo)
    cancelAnimationFrame(waiting)
    cursor.hold(false)
    sheet.remove()
    if (began && theRun() === run) drawInHand(null) // otherwise the step bar draws the new run
  }

  // A finger on a mean or an outline drags it; anywhere else it scrolls.
  function onTouch(event) {
    const [{ clientX, clientY }] = event.touches
    if (drag || gripUnder({ target: event.target, clientX, clientY })) event.preventDefault()
  }

  function onKey(event) {
    if (event.key !== "Escape" || !drag || drag.letGo) return
    event.preventDefault() // it leaves nothing else
    end()
  }
  const onStepChange = () => { if (drag?.view && inView().position !== drag.view.position) end() }

  const listeners = [
    ["pointerdown", onDown, early], ["pointermove", onMove, early], ["pointerup", onUp, early],
    ["pointercancel", onUp, early], ["keydown", onKey, early], ["touchstart", onTouch, { ...early, passive: false }],
  ]
  for (const [name, act, how] of listeners) document.addEventListener(name, act, how)
  const ends = [onRun(end), onStep(onStepChange), onPoints(() => { points = null }), cursor.end]
  hands.remove = () => {
    end()
    for (const [name, act, how] of listeners) document.removeEventListener(name, act, how)
    ends.forEach(stop => stop())
  }

  // For tests and the curious: where the numbers are in the window, and where EM ends from the mixture in hand.
  window.emExplorerHands = {
    numbers: () => Array.from({ length: theRun().K }, (_, k) => numberOf(thePlot(), mixtureInView(), k)),
    ghost: () => drag?.ghost && { ...drag.ghost.shown(), goesOn: drag.ghost.goesOn(), inHand: drag.now },
  }
  return hands
}

export default function (given) {
  return keepAlive(given, makeHands)
}

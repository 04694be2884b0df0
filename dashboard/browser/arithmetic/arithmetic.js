// What a click on the picture explains, at the step in view: beside a point its responsibilities, beside a component's
// number its M step; all the arithmetic of both at the page's side, when asked for.

import { drawMarks, onClick } from "../shared/clicks.js"
import { thePlot } from "../shared/plot.js"
import { numberOf, onPoints, pointAt, thePoints } from "../shared/points.js"
import { cleanUp, lasting } from "../shared/reruns.js"
import { mixtureAt, onRun, theRun } from "../shared/run.js"
import { inView, onStep } from "../shared/step.js"
import { allTheArithmetic } from "./all.js"
import { componentParts, pointParts } from "./card.js"
import { bayes } from "./e_step.js"
import { componentAt, mostShared, nearestPoint } from "./nearest.js"
import { placeBeside } from "../shared/place.js"
import { sumsOf } from "./sums.js"
import { summaryOfComponent } from "./told.js"

// Clicks there change the step, and what is explained follows it.
const STEPS = ".st-key-step-bar, .st-key-stage-bar, .st-key-trace, .st-key-stage-trace, .st-key-algorithm-phases"

export default function ({ data: { colors }, parentElement }) {
  const $ = selector => parentElement.querySelector(selector)
  const card = $(".card"), side = $(".all")
  // What is open, "point" or "component" in the card or "all" at the side, and which of them; `at`: a place in data
  // units beside which the card stands, none for the point's own.
  const chosen = lasting(parentElement, () => ({ open: null, point: 0, component: 0, at: null, points: null }))

  const mayShow = () => thePoints() && theRun()?.seen?.D === thePoints().D && theRun().options
  const step = () => Math.min(inView().step, theRun().last)

  // What all formulas of a step are made of; the sums are worked out when they are first asked for.
  function atStep() {
    const run = theRun(), points = thePoints(), t = step(), mixture = mixtureAt(run, t)
    const whole = points.every === 1
    return {
      run, points, t, mixture, colours: colors, whole,
      sums: () => (whole ? sumsOf(mixture, points.X, points.n, run.options) : null),
    }
  }

  const marks = drawMarks(() => {
    if (!mayShow() || chosen.open === null || chosen.open === "component") return ""
    const [x, y] = pointAt(thePoints(), chosen.point)
    return `0 ${x} ${y ?? 0} NaN NaN`
  })
  const showAll = allTheArithmetic(side, {
    choosePoint: point => open({ point, at: null }), chooseComponent: component => open({ component }),
  })

  function open(change) {
    Object.assign(chosen, change)
    show()
  }
  function close() {
    const hadFocus = (parentElement.getRootNode().activeElement ?? null) !== null
    open({ open: null })
    if (hadFocus) $(".begin").focus()
  }

  function show() {
    if (!card.isConnected) return // taken away while this was on its way
    if (!mayShow() || chosen.points !== thePoints()) { // other data
      Object.assign(chosen, { open: null, point: 0, points: thePoints() })
    }
    const inCard = chosen.open === "point" || chosen.open === "component"
    card.togglePopover(inCard)
    side.togglePopover(chosen.open === "all")
    marks.show()
    if (chosen.open === null) return
    chosen.component = Math.min(chosen.component, theRun().seen.K - 1)
    const now = atStep()
    if (chosen.open === "all") return showAll(now, chosen)
    const ofPoint = chosen.open === "point"
    card.dataset.of = chosen.open
    $(".card .title").textContent = ofPoint ? `Step ${now.t}, point` : `Step ${now.t}, component ${chosen.component + 1}`
    $(".card .point").hidden = !ofPoint
    $(".card .said").replaceChildren(...(ofPoint ? ofThePoint(now) : ofTheComponent(now)))
    place()
  }

  function ofThePoint({ points, mixture }) {
    const x = pointAt(points, chosen.point)
    Object.assign($(".card .point"), { max: points.n_points, step: points.every, value: numberOf(points, chosen.point) })
    return pointParts(x, points.columns, bayes(mixture, x), colors)
  }

  function ofTheComponent(now) {
    const sums = now.sums()
    return componentParts(summaryOfComponent(now, sums, chosen.component), now, sums, chosen.component)
  }

  function place() {
    if (!card.matches(":popover-open")) return
    const plot = thePlot(), [x, y] = chosen.at ?? pointAt(thePoints(), chosen.point)
    placeBeside(card, plot ? plot.toPixels(x, y ?? (plot.y0 + plot.y1) / 2) : [innerWidth / 2, innerHeight / 2])
  }

  function clicked({ x, y, plot, px, py }) {
    if (!mayShow()) return
    const { points, mixture } = atStep(), all = chosen.open === "all"
    const component = componentAt(mixture, plot, [px, py])
    if (component !== null) return open({ open: all ? "all" : "component", component, at: [x, y] })
    const point = nearestPoint(points, plot, [px, py])
    if (point !== null) open({ open: all ? "all" : "point", point, at: points.D > 1 ? null : [pointAt(points, point)[0], y] })
    else close()
  }

  // A click elsewhere closes what is open, but for one that changes the step.
  function elsewhere(event) {
    const inside = event.composedPath().includes(parentElement) || event.target.closest?.(STEPS)
    const plot = thePlot()
    if (chosen.open && !inside && !plot?.holds(event.clientX, event.clientY)) close()
  }
  function onKey(event) {
    if (event.key !== "Escape" || chosen.open === null) return
    event.preventDefault()
    close()
  }

  for (const input of parentElement.querySelectorAll(".point")) {
    input.onchange = () => {
      const { n, every } = thePoints(), asked = Math.round((Number(input.value) - 1) / every) || 0
      open({ point: Math.min(Math.max(asked, 0), n - 1), at: null })
    }
  }
  for (const button of parentElement.querySelectorAll(".close")) button.onclick = close
  $(".more").onclick = () => { open({ open: "all" }); $(".all .close").focus() }
  $(".begin").onclick = () => {
    if (!mayShow()) return
    open({ open: "point", point: mostShared(thePoints(), mixtureAt(theRun(), 0)), at: null })
    $(".card .point").select()
  }
  const on = (target, name, act, how) => {
    target.addEventListener(name, act, how)
    return () => target.removeEventListener(name, act, how)
  }
  show()
  return cleanUp(parentElement, [
    onStep(show), onRun(show), onPoints(show), onClick(clicked), on(document, "click", elsewhere),
    on(document, "keydown", onKey, true), on(window, "resize", place), on(window, "scroll", place, true), marks.end,
  ])
}

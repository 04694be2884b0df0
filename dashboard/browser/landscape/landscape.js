// The likelihood landscape: its map, and the cross-section of surface and bound. The run of the start is made here; the
// dot moves the start: by mouse, finger or arrow keys, anywhere on the map. While it is in hand the run is made anew at
// every place; let go, the server hears of the start for the address bar. A run of the dashboard comes as a path.

import { SHAPES } from "../shared/glyphs.js"
import { cleanUp, forget, lasting } from "../shared/reruns.js"
import { handOver, handedOver } from "../shared/run.js"
import { inView, onStep } from "../shared/step.js"
import { landGiven, landOf, nameOf } from "./land.js"
import { drawMap } from "./map.js"
import { drawRace } from "./race.js"
import { rivalsOf } from "./rivals.js"
import { bowlAt, heightOf, runFrom, sectionAt } from "./run.js"
import { drawSection } from "./section.js"
import { placeIn, wayOf } from "./words.js"

const REST = 800 // milliseconds after a key in which the dot counts as in hand
const GRAIN = 100 // places per unit at which a start can be
const MAGNET = 0.06 // of an axis' unit: a start dragged so near the diagonal goes onto it
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }
const STEP = 0.1, FINE = 0.01 // of an arrow key; with shift

function makeLandscape(root) {
  const lesson = {}, $ = selector => root.querySelector(selector)
  const map = $(".map"), grip = $(".grip"), section = $(".section")
  const [mapCanvas, sectionCanvas] = root.querySelectorAll("canvas")
  let given, tell, land, run, plot // what came from Python, how it is told; what is drawn, and where
  let opened = { arrival: null, step: 0 } // when the run was begun, and at which step
  let moves = 0, untouched = true, inHand = false, drag = null, resting = null, frame = null
  const kept = {}, lands = new Map()

  // Once the dot was moved here, the start is the browser's, as the step is, until a link says another.
  lesson.take = (data, setTriggerValue) => {
    const isOther = given?.land !== data.land
    given = data
    tell = setTriggerValue
    section.hidden = !data.model
    map.classList.toggle("still", !data.model)
    grip.hidden = !data.model
    const make = () => (data.model ? landOf(data.model, data.levels) : landGiven(data.grid, data.axes))
    if (!lands.has(data.land)) lands.set(data.land, make())
    land = lands.get(data.land)
    if (!data.model) return draw()
    if (isOther || opened.from !== data.arrival || (untouched && String(data.start) !== String(run.start))) {
      untouched = true
      begin(data.start, data.step, data.arrival)
    }
    run.rivals = rivals(run.start)
    show()
  }

  function begin(start, step, from = opened.from) {
    run = runFrom(start, given, place => nameOf(land, place))
    run.rivals = rivals(start)
    opened = { from, arrival: `${from}, ${moves++}`, step }
  }

  function rivals(start) {
    if (given.beside !== "rivals" || !land.diagonal) return []
    const { model, rules, look } = given
    return rivalsOf(model, start, rules).map((rival, i) => ({
      ...rival, colour: look.rivals[i], dash: look.dashes[i], shape: SHAPES[i + 1],
      said: wayOf(rival, nameOf(land, rival.places.at(-1))), heights: rival.places.map(heightOf(model)),
    }))
  }

  function show() {
    handOver(lesson.handed = { ...run.handed, arrival: opened.arrival, step: opened.step })
    draw()
  }

  function move(place) {
    const start = place.map((value, i) => onGrid(value, land.axes[i]))
    if (inHand && String(start) === String(run.start) && inView().position === 0) return
    inHand = true
    untouched = false
    begin(start, 0)
    show()
  }

  const onGrid = (value, { low, high }) => Math.min(Math.max(Math.round(value * GRAIN) / GRAIN, low), high)

  // The dot is let go: its start stays.
  function settle() {
    clearTimeout(resting)
    if (!inHand) return
    inHand = false
    show()
    tell("moved", run.start)
  }

  const stepInView = places => Math.min(inView().step, places.length - 1)
  const isOurs = () => !given.model || inView().query === run.handed.query

  function draw() {
    if (!given || !isOurs()) return
    if (given.model) drawOwn()
    else drawGiven()
  }

  // A run of the dashboard.
  function drawGiven() {
    const way = { places: given.path, here: stepInView(given.path) }
    plot = drawMap(mapCanvas, kept, land, { way, rivals: [] }, given.look)
    mapCanvas.setAttribute("aria-label", given.told)
  }

  // The run that is made here.
  function drawOwn() {
    const { model, look, beside, told } = given, here = stepInView(run.places), place = run.places[here]
    const bowlOf = step => bowlAt(run, step, model, land.surface), bowl = bowlOf(here)
    const leaves = run.stop === "collapsed" ? bowlOf(run.places.length - 1).next : null
    const isSeen = beside === "bound" && bowl, next = isSeen && !bowl.endless ? bowl.next : null
    const way = { places: run.places, here, next, leaves }
    plot = drawMap(mapCanvas, kept, land, { way, bowl: isSeen ? bowl : null, rivals: run.rivals }, look)
    const rivalsTold = run.rivals.map(({ said }) => `${said}.`).join(" ")
    mapCanvas.setAttribute("aria-label", `${run.handed.sentences[here]} ${told} ${rivalsTold}`)
    placeGrip(place)
    sectionCanvas.setAttribute("aria-label", run.rivals.length ? given.race_told : given.section_told)
    if (run.rivals.length) return race()
    if (!bowl) return
    const { boundAt, endless } = bowl, cut = sectionAt(run, here, bowl.next, model)
    drawSection(sectionCanvas, { ...cut, heightAt: heightOf(model), boundAt, endless }, look)
  }

  function race() {
    const said = wayOf({ name: "EM", places: run.places, end: "peak" }, nameOf(land, run.places.at(-1)))
    const em = { heights: run.logLikelihoods, colour: given.look.ink, dash: [], said }
    drawRace(sectionCanvas, [em, ...run.rivals], inView().step, given.look)
  }

  function placeGrip(place) {
    const [x, y] = plot.at(place), [{ low, high }] = land.axes
    Object.assign(grip.style, { left: `${x}px`, top: `${y}px` })
    const whereTo = inHand ? `; from there EM goes to ${nameOf(land, run.places.at(-1))}` : ""
    const values = { valuenow: place[0], valuemin: low, valuemax: high, valuetext: placeIn(land.axes, place) + whereTo }
    for (const [name, value] of Object.entries(values)) grip.setAttribute(`aria-${name}`, value)
  }

  const pixelOf = ({ clientX, clientY }) => {
    const { left, top } = mapCanvas.getBoundingClientRect()
    return [clientX - left, clientY - top]
  }

  function placeUnder(event, off = [0, 0]) {
    const place = plot.dataAt(pixelOf(event)).map((value, i) => value + off[i])
    const isNear = land.diagonal && Math.abs(place[0] - place[1]) < MAGNET
    return isNear ? [place[0], place[0]] : place
  }

  map.onpointerdown = event => {
    const onGrip = event.target === grip
    if (!given.model || drag || !event.isPrimary || event.button > 0 || !(onGrip || plot.holds(pixelOf(event)))) return
    if (!onGrip && event.pointerType === "touch") return // it scrolls, or clicks
    event.preventDefault() // which would select words, and take the focus
    settle()
    map.setPointerCapture(event.pointerId)
    const before = { start: run.start, position: inView().position }, at = plot.dataAt(pixelOf(event))
    const off = onGrip ? run.places[stepInView(run.places)].map((value, i) => value - at[i]) : [0, 0]
    drag = { id: event.pointerId, off, to: onGrip ? null : placeUnder(event), before }
    map.classList.add("held")
    if (!onGrip) move(drag.to)
  }

  map.onpointermove = event => {
    if (event.pointerId !== drag?.id) return
    drag.to = placeUnder(event, drag.off)
    frame ??= requestAnimationFrame(() => {
      frame = null
      if (drag) move(drag.to)
    })
  }

  map.onpointerup = event => {
    if (event.pointerId !== drag?.id) return
    if (drag.to !== null) move(drag.to)
    end()
    settle()
  }

  map.onpointercancel = event => { if (event.pointerId === drag?.id) cancel() }

  // A tap of a finger.
  map.onclick = event => {
    if (event.pointerType !== "touch" || !given.model || event.target === grip || !plot.holds(pixelOf(event))) return
    move(placeUnder(event))
    settle()
  }

  function end() {
    cancelAnimationFrame(frame)
    frame = drag = null
    map.classList.remove("held")
  }

  // As it was before the drag.
  function cancel() {
    const { start, position } = drag.before
    end()
    if (!inHand) return
    inHand = false
    begin(start, position)
    show()
  }

  grip.onkeydown = event => {
    const way = KEYS[event.key]
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const place = inView().position === 0 ? run.start : run.places[stepInView(run.places)]
    move(place.map((value, i) => value + way[i] * (event.shiftKey ? FINE : STEP)))
    clearTimeout(resting)
    resting = setTimeout(settle, REST)
  }
  grip.onblur = settle

  function onKey(event) {
    if (event.key !== "Escape" || !drag) return
    event.preventDefault() // it leaves nothing else
    cancel()
  }

  const early = { capture: true }, sizes = new ResizeObserver(() => draw())
  document.addEventListener("keydown", onKey, early)
  sizes.observe(map)
  sizes.observe(section)
  const stop = onStep(draw)
  lesson.remove = () => {
    end()
    clearTimeout(resting)
    document.removeEventListener("keydown", onKey, early)
    sizes.disconnect()
    stop()
    if (lesson.handed && handedOver() === lesson.handed) handOver(null)
  }
  return lesson
}

export default function ({ data, parentElement, setTriggerValue }) {
  const lesson = lasting(parentElement, () => makeLandscape(parentElement))
  lesson.take(data, setTriggerValue)
  return cleanUp(parentElement, [], () => {
    lesson.remove()
    forget(parentElement)
  })
}

// The likelihood landscape: its map, and the cross-section of surface and bound. The run of the start is made here; the
// dot moves the start: by mouse, finger or arrow keys, anywhere on the map. While it is in hand the run is made anew at
// every place; let go, the server hears of the start for the address bar. A run of the dashboard comes as a path.

import { makeKept } from "../shared/canvas.js"
import { makeDraggable } from "../shared/drag.js"
import { onceAFrame } from "../shared/frames.js"
import { SHAPES } from "../shared/glyphs.js"
import { makeOwnRun, onGrid } from "../shared/own_run.js"
import { keepAlive } from "../shared/reruns.js"
import { onNewSize } from "../shared/sizes.js"
import { inView, onStep } from "../shared/step.js"
import { landGiven, landOf, nameOf } from "./land.js"
import { drawMap } from "./map.js"
import { drawRace } from "./race.js"
import { rivalsOf } from "./rivals.js"
import { bowlAt, heightOf, runFrom, sectionAt } from "./run.js"
import { drawSection } from "./section.js"
import { placeIn, wayOf } from "./words.js"

const GRID = 0.01 // of an axis' unit: places at which a start can be
const MAGNET = 0.06 // of an axis' unit: a start dragged so near the diagonal goes onto it
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }
const STEP = 0.1, FINE = 0.01 // of an arrow key; with shift

function makeLandscape(root) {
  const lesson = {}, $ = selector => root.querySelector(selector)
  const map = $(".map"), grip = $(".grip"), section = $(".section")
  const [mapCanvas, sectionCanvas] = root.querySelectorAll("canvas")
  let given, tell, land, plot // what came from Python, how it is told; what is drawn, and where
  let byFinger = false // or by a pen, the latest press: not every browser says so of a click
  const kept = makeKept(), lands = new Map()
  const drawing = onceAFrame(draw)
  const own = makeOwnRun({
    make: start => stepped(runFrom(start, given, place => nameOf(land, place))), show: drawing.soon,
    tell: start => tell("moved", start),
  })

  lesson.take = (data, setTriggerValue) => {
    const isOther = given?.land !== data.land
    given = data
    tell = setTriggerValue
    section.hidden = !data.model
    map.classList.toggle("still", !data.model)
    grip.hidden = !data.model
    if (isOther) land = landFor(data)
    if (!data.model) return drawing.soon()
    if (own.run) stepped(own.run)
    own.take(data, isOther)
  }

  // The step bar goes as far as the longest way that is shown.
  const stepped = run => {
    run.handed.longest = Math.max(0, ...rivalsFrom(run).map(({ places }) => places.length - 1))
    return run
  }

  // An example's is kept; a search makes many.
  function landFor({ land: name, model, levels, grid, axes }) {
    if (!model) return landGiven(grid, axes)
    if (!lands.has(name)) lands.set(name, landOf(model, levels))
    return lands.get(name)
  }

  // Where other ways lead from the start, as they are drawn.
  const rivals = () => rivalsFrom(own.run).map((rival, i) => ({
    ...rival, colour: given.look.rivals[i], dash: given.look.dashes[i], shape: SHAPES[i + 1],
  }))

  function rivalsFrom(run) {
    const { beside, model, rules } = given
    if (beside !== "rivals" || !land.diagonal) return []
    return run.rivals ??= rivalsOf(model, run.start, rules).map(rival => ({
      ...rival, said: wayOf(rival, nameOf(land, rival.places.at(-1))), heights: rival.places.map(heightOf(model)),
    }))
  }

  const move = place => own.move(place.map((value, i) => {
    const { low, high } = land.axes[i]
    return onGrid(value, { limits: [low, high], grid: GRID })
  }))

  const stepInView = places => Math.min(inView().step, places.length - 1)
  const isOurs = () => !given.model || inView().query === own.run?.handed.query

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
    const { model, look, beside, told } = given, { run } = own, here = stepInView(run.places), others = rivals()
    const bowlOf = step => bowlAt(run, step, model, land.surface), bowl = bowlOf(here)
    const leaves = run.stop === "collapsed" ? bowlOf(run.places.length - 1).next : null
    const isSeen = beside === "bound" && bowl, next = isSeen && !bowl.endless ? bowl.next : null
    const way = { places: run.places, here, next, leaves, steps: inView().step }
    plot = drawMap(mapCanvas, kept, land, { way, bowl: isSeen ? bowl : null, rivals: others }, look)
    const rivalsTold = others.map(({ said }) => `${said}.`).join(" ")
    mapCanvas.setAttribute("aria-label", `${run.handed.sentences[here]} ${told} ${rivalsTold}`)
    placeGrip(run.places[here])
    sectionCanvas.setAttribute("aria-label", others.length ? given.race_told : given.section_told)
    if (others.length) return race(run, others)
    if (!bowl) return
    const { boundAt, endless } = bowl, cut = sectionAt(run, here, bowl.next, model)
    drawSection(sectionCanvas, { ...cut, heightAt: heightOf(model), boundAt, endless }, look)
  }

  function race(run, others) {
    const said = wayOf({ name: "EM", places: run.places, end: "peak" }, nameOf(land, run.places.at(-1)))
    const em = { heights: run.logLikelihoods, colour: given.look.ink, dash: [], said }
    drawRace(sectionCanvas, [em, ...others], inView().step, given.look)
  }

  function placeGrip(place) {
    const [x, y] = plot.at(place), [{ low, high }] = land.axes
    Object.assign(grip.style, { left: `${x}px`, top: `${y}px` })
    const whereTo = own.inHand ? `; from there EM goes to ${nameOf(land, own.run.places.at(-1))}` : ""
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

  // Beside the dot a press of the mouse brings it there; a finger scrolls, or taps.
  function take(event) {
    byFinger = event.pointerType !== "mouse"
    const onGrip = event.target === grip, isIn = onGrip || (!byFinger && plot?.holds(pixelOf(event)))
    if (!given.model || !isIn) return null
    own.hold()
    if (!onGrip) {
      move(placeUnder(event))
      return placeUnder
    }
    const { places } = own.run, at = plot.dataAt(pixelOf(event))
    const off = places[stepInView(places)].map((value, i) => value - at[i])
    return to => placeUnder(to, off)
  }

  // A tap of a finger.
  map.onclick = event => {
    if (!byFinger || !given.model || event.target === grip || !plot.holds(pixelOf(event))) return
    move(placeUnder(event))
    own.settle()
  }

  grip.onkeydown = event => {
    const way = KEYS[event.key]
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const { start, places } = own.run, place = inView().position === 0 ? start : places[stepInView(places)]
    move(place.map((value, i) => value + way[i] * (event.shiftKey ? FINE : STEP)))
    own.rest()
  }
  grip.onblur = own.settle

  const ends = [
    onStep(drawing.soon), onNewSize([map, section], draw), drawing.end, own.remove,
    makeDraggable(map, { take, move, drop: own.settle, cancel: own.cancel }),
  ]
  lesson.remove = () => ends.forEach(end => end())
  return lesson
}

export default function (given) {
  return keepAlive(given, makeLandscape)
}

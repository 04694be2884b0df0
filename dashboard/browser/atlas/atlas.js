// All starts, a row for each optimum: which of them is in view. Rows are pointed at and pressed, keys are used, and the
// picture of the clusters follows; the server hears of a start only when it is chosen, or has been held for a while. The
// mixtures of all optima come once, as the steps of a run (lessons/atlas_in_view.py).

import { tellCharts } from "../shared/alternatives.js"
import { inputsOf, onNewElements, write } from "../shared/charts.js"
import { announceDrawn, drawn, putDrawn } from "../shared/drawn.js"
import { onceAFrame } from "../shared/frames.js"
import { makeHeld } from "../shared/held.js"
import { isForOthers } from "../shared/keys.js"
import { numbersOf } from "../shared/packed.js"
import { keepAlive } from "../shared/reruns.js"
import { handedOver, mixtureAt, onHandOver, putRun, theRun } from "../shared/run.js"
import { onNewSize } from "../shared/sizes.js"
import { putInView } from "../shared/step.js"
import { mixtureText } from "../shared/texts.js"
import { runOf } from "../shared/unpacking.js"
import { makeGround } from "./ground.js"
import { neighbourOf } from "./map.js"
import { firstOf, placeOf, rows, startOf } from "./starts.js"
import { makeStrip } from "./strip.js"

function makeAtlas(root) {
  const $ = selector => root.querySelector(selector), list = $(".rows"), foot = $(".foot"), whole = $(".atlas")
  const atlas = {}
  let given = null, look = null, tell, text = ""
  const drawing = onceAFrame(drawStarts)
  const held = makeHeld({ nameOf: start => String(startOf(start)), show, tell: name => tell("chosen", name) })
  const press = start => {
    if (start === null) return
    held.hold(start)
    held.choose()
  }
  const strip = makeStrip(list, { point: held.point, press }), ground = makeGround($(".map"), { point: held.point, press })

  function show(start, pointing) {
    const run = theRun(), row = run.rows[start.row], optimum = row.optima[start.at] ?? row.optima[0]
    strip.mark(start.row)
    const mixture = optimum < 0 ? drawn().mixture : mixtureAt(run, optimum)
    if (mixture) {
      putDrawn({ mixture }, false)
      text = mixtureText({ ...drawn(), mixture }, -1, mixture.means)
    }
    pushText()
    const line = optimum < 0 ? row.line : optimum
    putInView({ query: run.query, step: line, beat: "", position: Math.max(optimum, 0), playing: pointing, moving: false })
    announceDrawn()
    foot.textContent = told(run, row, start)
    drawing.soon()
  }

  const pushText = () => text && inputsOf("mixture").forEach(input => write(input, text))

  function told(run, row, start) {
    const steps = `${row.steps[start.at]} steps`, number = startOf(start), here = row.starts.length
    if (run.map) return `Mean 1 from here, mean 2 from its disc: ${row.letter}, in ${steps}.`
    return `Start ${number}, ${number === run.own ? "your own" : here === 1 ? "the only one here" : `one of ${here} here`}: ${steps}.`
  }

  function drawStarts() {
    if (!look || !rows().length) return
    if (theRun().map) ground.draw(held.shown, look)
    else strip.drawDots(held.shown, look)
  }

  function redraw() {
    if (!look || !rows().length) return
    strip.fit()
    strip.drawThumbnails(look)
    drawStarts()
  }

  const upOrDown = by => () => {
    const row = held.one.row + by
    if (!rows()[row]) return
    strip.goTo(row)
    held.hold(firstOf(row))
  }
  const along = by => () => {
    const { row, at } = held.one
    if (rows()[row].starts[at + by] !== undefined) held.hold({ row, at: at + by })
  }
  // On a map the keys move the place.
  const by = (across, up, otherwise) => () => {
    const { map } = theRun(), next = map && neighbourOf(map, startOf(held.one), across, up)
    if (!map) otherwise()
    else if (next) held.hold(placeOf(next))
  }
  const actions = {
    ArrowUp: by(0, 1, upOrDown(-1)), ArrowDown: by(0, -1, upOrDown(1)), ArrowLeft: by(-1, 0, along(-1)),
    ArrowRight: by(1, 0, along(1)),
    Home: () => held.hold(firstOf(0)), End: () => held.hold(firstOf(rows().length - 1)), Enter: held.choose,
  }

  function onKey(event) {
    if (!actions[event.key] || !rows().length || isForOthers(event, null)) return
    // Up and down move the page, unless it is here that something is done.
    const isHere = event.composedPath().includes(root) || root.host.matches(":hover")
    if (["ArrowUp", "ArrowDown", "Home", "End"].includes(event.key) && !isHere) return
    event.preventDefault()
    actions[event.key]()
  }

  // The starts that have come, and which of them the server has in view: another one when a link says so.
  atlas.take = (data, setTriggerValue) => {
    look = data.look
    tell = setTriggerValue
    bring(data.chosen)
  }

  function bring(chosen) {
    const now = handedOver(), isNew = now !== given
    // A search that goes on brings more starts: what the visitor has in hand stays there.
    const goesOn = isNew && now?.rows && now.search === given?.search, hadFocus = strip.hasFocus()
    const inHand = goesOn && held.byHand ? startOf(held.one) : 0, pointed = goesOn && held.pointing ? startOf(held.shown) : 0
    const isOther = held.hears(chosen, isNew && !inHand)
    given = now
    if (!given?.rows) return putRun(null)
    if (isNew) {
      const run = runOf(given)
      run.points = { ...run.points, X: numbersOf(run.points.X) }
      putRun(run)
      whole.classList.toggle("mapped", Boolean(run.map))
      ground.bring()
      strip.bring()
    }
    if (!look) return // it comes at once
    const start = isOther ? held.chosen : inHand, place = start ? placeOf(start) : null
    held.take(isOther || isNew ? place ?? firstOf(Math.max(theRun().own_row, 0)) : null, !isOther)
    if (isNew && hadFocus) strip.focus(held.one.row)
    if (pointed && placeOf(pointed)) held.show(placeOf(pointed), true)
    redraw()
  }

  document.addEventListener("keydown", onKey)
  const ends = [onHandOver(() => bring()), onNewElements(pushText), tellCharts(), held.end, onNewSize([list], redraw), drawing.end]
  atlas.remove = () => {
    ends.forEach(end => end())
    document.removeEventListener("keydown", onKey)
  }
  return atlas
}

export default function (given) {
  return keepAlive(given, makeAtlas)
}

// All starts, a row for each optimum: which of them is in view. Rows are pointed at and pressed, keys are used, and the
// picture of the clusters follows; the server hears of a start only when it is chosen, or has been held for a while. The
// mixtures of all optima come once, as the steps of a run (lessons/atlas_in_view.py).

import { tellCharts } from "../shared/alternatives.js"
import { inputsOf, onNewElements, write } from "../shared/charts.js"
import { announceDrawn, drawn, putDrawn } from "../shared/drawn.js"
import { make } from "../shared/element.js"
import { isForOthers } from "../shared/keys.js"
import { numbersOf } from "../shared/packed.js"
import { cleanUp, forget, lasting } from "../shared/reruns.js"
import { handedOver, mixtureAt, onHandOver, putRun, theRun } from "../shared/run.js"
import { putInView } from "../shared/step.js"
import { mixtureText } from "../shared/texts.js"
import { runOf } from "../shared/unpacking.js"
import { cellsIn, dotAt, drawDots } from "./dots.js"
import { cellAt, drawMap, neighbourOf, plotOfMap, rowsOfCells } from "./map.js"
import { drawThumbnail } from "./thumbnail.js"

const RESTS = 1000 // ms after which a start that is held is chosen
const PRESSED = "button, a, label, input, canvas, [role=option]"

function makeAtlas(root) {
  const list = root.querySelector(".rows"), foot = root.querySelector(".foot"), whole = root.querySelector(".atlas")
  const ground = root.querySelector(".map"), canvas = ground.querySelector("canvas")
  // `held`: the dot in view unless another is pointed at, `shown`: { row, at }, a row and the place of a start in it.
  // `pointing`, `byHand`: the start that is pointed at, and that the visitor has held since the server chose one; 0: none.
  const atlas = { taken: null, search: "", held: null, shown: null, pointing: 0, byHand: 0, chosen: "", look: null, text: "", tell: () => {} }
  let rest = 0, told = [] // what the server has been told and has not yet answered
  let elements = [] // of every row
  let owners = null, plot = null // of a map: the row of every cell, and where it is drawn
  let frame = null

  const rows = () => theRun()?.rows ?? []
  const startOf = ({ row, at }) => rows()[row].starts[at]
  const nameOf = dot => String(startOf(dot))
  const same = (one, other) => one && other && one.row === other.row && one.at === other.at

  function placeOf(start) {
    for (const [row, { starts }] of rows().entries()) {
      const at = starts.indexOf(Number(start))
      if (at >= 0) return { row, at }
    }
    return null
  }

  // The first of a row; one's own, if it is there.
  const firstOf = row => ({ row, at: Math.max(rows()[row].starts.indexOf(theRun().own), 0) })

  function show(dot, pointing = false) {
    const run = theRun(), row = run.rows[dot.row], optimum = row.optima[dot.at] ?? row.optima[0]
    atlas.shown = dot
    atlas.pointing = pointing ? startOf(dot) : 0
    elements.forEach(({ line: ofRow, button }, i) => {
      ofRow.dataset.inView = i === dot.row
      button.setAttribute("aria-pressed", i === dot.row)
    })
    const mixture = optimum < 0 ? drawn().mixture : mixtureAt(run, optimum)
    if (mixture) {
      putDrawn({ mixture }, false)
      atlas.text = mixtureText({ ...drawn(), mixture }, -1, mixture.means)
    }
    pushText()
    const line = optimum < 0 ? row.line : optimum
    putInView({ query: run.query, step: line, beat: "", position: Math.max(optimum, 0), playing: pointing, moving: false })
    announceDrawn()
    const start = startOf(dot), steps = `${row.steps[dot.at]} steps`
    const own = start === run.own ? "your own" : `one of ${row.starts.length} here`
    foot.textContent = run.map ? `Mean 1 from here, mean 2 from its disc: ${row.letter}, in ${steps}.` : `Start ${start}, ${own}: ${steps}.`
    drawSoon()
  }

  const pushText = () => atlas.text && inputsOf("mixture").forEach(input => write(input, atlas.text))

  function hold(dot) {
    if (!dot) return
    atlas.held = dot
    atlas.byHand = startOf(dot)
    show(dot)
    rests()
  }

  // The start that is held is chosen once it has come to rest.
  function rests() {
    clearTimeout(rest)
    if (nameOf(atlas.held) !== atlas.chosen) rest = setTimeout(choose, RESTS)
  }

  function choose() {
    clearTimeout(rest)
    const name = nameOf(atlas.held)
    if (name === atlas.chosen) return
    told.push(name)
    atlas.chosen = name
    atlas.tell("chosen", name)
  }

  // --- what is drawn --------------------------------------------------------------------------------------------------

  function makeRow(row, index) {
    const thumb = make("canvas", { className: "thumb" }), badge = make("span", { className: "badge", textContent: row.letter })
    thumb.setAttribute("aria-hidden", "true")
    thumb.classList.toggle("none", !row.owners)
    const numbers = make("span", { className: "numbers" },
      make("span", { className: "value", textContent: row.value }), make("span", { className: "count", textContent: row.count }))
    if (row.starts.includes(theRun().own) || index === theRun().own_row) numbers.append(make("span", { className: "own", textContent: "◎ your run" }))
    const button = make("button", { type: "button", onclick: () => { hold(firstOf(index)); choose() } }, thumb, badge, numbers)
    button.setAttribute("aria-label", row.told)
    const dots = make("canvas", { className: "dots" }), place = make("div", { className: "place" }, dots)
    const line = make("div", { className: "row" }, button, place)
    place.onpointermove = event => { if (event.pointerType !== "touch") point(index, event) }
    place.onpointerleave = () => atlas.pointing && show(atlas.held)
    place.onclick = event => { hold(dotUnder(index, event)); choose() }
    button.onpointerenter = event => { if (event.pointerType !== "touch") show(firstOf(index), true) }
    button.onpointerleave = () => atlas.pointing && show(atlas.held)
    return { line, button, thumb, dots, place, cells: null }
  }

  function dotUnder(row, { clientX, clientY }) {
    const { place, cells } = elements[row], { left, top } = place.getBoundingClientRect()
    return cells && { row, at: dotAt(cells, clientX - left, clientY - top, rows()[row].starts.length) }
  }

  function point(row, event) {
    const dot = dotUnder(row, event)
    if (dot && !same(dot, atlas.shown)) show(dot, true)
  }

  function drawSoon() {
    frame ??= requestAnimationFrame(() => {
      frame = null
      if (elements.length && atlas.look) drawStarts()
    })
  }

  const drawStarts = () => (theRun().map ? drawBasins() : drawDotsOfAll())

  function drawBasins() {
    const { clientWidth, clientHeight } = ground, { map, rows: all, points, own } = theRun()
    plot = plotOfMap(map, clientWidth, clientHeight)
    drawMap(sized(canvas, clientWidth, clientHeight), plot, owners, {
      colours: all.map(colourOf), letters: all.map(({ letter }) => letter), points, second: map.second,
      columns: map.columns, held: startOf(atlas.shown), own, look: { ...atlas.look, font: getComputedStyle(whole).fontFamily },
    })
  }

  function cellUnder({ clientX, clientY }) {
    const { left, top } = ground.getBoundingClientRect()
    return plot && placeOf(cellAt(plot, clientX - left, clientY - top))
  }

  ground.onpointermove = event => {
    const dot = event.pointerType === "touch" ? null : cellUnder(event)
    if (dot && !same(dot, atlas.shown)) show(dot, true)
  }
  ground.onpointerleave = () => atlas.pointing && show(atlas.held)
  ground.onclick = event => {
    const dot = cellUnder(event)
    if (!dot) return
    hold(dot)
    choose()
  }

  function drawDotsOfAll() {
    const { look } = atlas, own = theRun().own
    const most = Math.max(...rows().map(({ starts }) => starts.length))
    const { clientWidth, clientHeight } = elements[0].place
    const cells = cellsIn(clientWidth, Math.min(...elements.map(({ place }) => place.clientHeight)), most)
    rows().forEach((row, i) => {
      const element = elements[i], context = sized(element.dots, clientWidth, element.place.clientHeight || clientHeight)
      element.cells = cells
      drawDots(context, cells, row.starts.length, {
        ...look, mark: row.mark, colour: colourOf(row), own: row.starts.indexOf(own),
        held: atlas.shown?.row === i ? atlas.shown.at : -1,
      })
    })
  }

  const colourOf = ({ tone }) => (tone < 0 ? atlas.look.grey : atlas.look.endings[tone])

  function drawThumbnails() {
    const run = theRun(), { points } = run
    run.rows.forEach((row, i) => {
      const { thumb, line } = elements[i]
      line.style.setProperty("--ending", colourOf(row))
      line.style.setProperty("--on-ending", row.tone < 0 ? "#fff" : atlas.look.on_endings[row.tone])
      const context = sized(thumb, thumb.clientWidth, thumb.clientHeight)
      if (row.owners && thumb.clientWidth) {
        drawThumbnail(context, thumb.clientWidth, thumb.clientHeight, points, row.owners, mixtureAt(run, row.optima[0]), atlas.look)
      }
    })
  }

  function redraw() {
    if (!elements.length || !atlas.look) return
    drawThumbnails()
    drawStarts()
  }

  const resized = new ResizeObserver(redraw)
  resized.observe(list)

  // --- keys -----------------------------------------------------------------------------------------------------------

  const upOrDown = by => () => {
    const row = atlas.held.row + by
    if (!rows()[row]) return
    if (elements.some(({ button }) => button === root.activeElement)) elements[row].button.focus()
    elements[row].line.scrollIntoView({ block: "nearest" })
    hold(firstOf(row))
  }
  const along = by => () => {
    const { row, at } = atlas.held
    if (rows()[row].starts[at + by] !== undefined) hold({ row, at: at + by })
  }
  // On a map the keys move the place.
  const by = (across, up, otherwise) => () => {
    const { map } = theRun(), next = map && neighbourOf(map, startOf(atlas.held), across, up)
    if (!map) otherwise()
    else if (next) hold(placeOf(next))
  }
  const actions = {
    ArrowUp: by(0, 1, upOrDown(-1)), ArrowDown: by(0, -1, upOrDown(1)), ArrowLeft: by(-1, 0, along(-1)),
    ArrowRight: by(1, 0, along(1)),
    Home: () => hold(firstOf(0)), End: () => hold(firstOf(rows().length - 1)), Enter: choose,
  }

  function onKey(event) {
    if (!actions[event.key] || !rows().length || isForOthers(event, null)) return
    // Up and down move the page, unless it is here that something is done.
    const isHere = event.composedPath().includes(root) || root.host.matches(":hover")
    if (["ArrowUp", "ArrowDown", "Home", "End"].includes(event.key) && !isHere) return
    event.preventDefault()
    actions[event.key]()
  }

  // What is pressed elsewhere may bring other starts, or choose one.
  const onPress = event => event.composedPath().some(part => part.matches?.(PRESSED)) && clearTimeout(rest)
  document.addEventListener("keydown", onKey)
  document.addEventListener("pointerdown", onPress, true)
  const ends = [onHandOver(() => atlas.take()), onNewElements(pushText), tellCharts()]

  // The starts that have come, and which of them the server has in view: another one when a link says so.
  atlas.take = data => {
    const chosen = data?.chosen ?? atlas.chosen, given = handedOver(), isNew = given !== atlas.taken
    const answered = data ? told.indexOf(chosen) + 1 : 0 // an answer may come late, when another start is in hand
    told = told.slice(answered)
    // A search that goes on brings more starts: what the visitor has in hand stays there.
    const goesOn = isNew && given?.rows && given.search === atlas.search, pointed = goesOn ? atlas.pointing : 0
    const isOther = (isNew && !(goesOn && atlas.byHand)) || (!answered && chosen !== atlas.chosen)
    const focused = elements.some(({ button }) => button === root.activeElement)
    atlas.look = data?.look ?? atlas.look
    atlas.taken = given
    if (isOther) atlas.chosen = chosen
    if (!given?.rows) return putRun(null)
    if (isNew) {
      const run = runOf(given)
      atlas.search = given.search
      run.points = { ...run.points, X: numbersOf(run.points.X) }
      putRun(run)
      whole.classList.toggle("mapped", Boolean(run.map))
      ground.hidden = !run.map
      owners = run.map && rowsOfCells(run)
      canvas.setAttribute("aria-label", run.map ? "Map of the places where mean 1 may start, coloured by the optimum where EM ends from there; the rows beside it count them." : "")
      elements = run.rows.map(makeRow)
      list.replaceChildren(...elements.map(({ line }) => line))
    }
    if (!atlas.look) return // it comes at once
    if (isOther) atlas.byHand = 0
    if (isOther || isNew) atlas.held = placeOf(atlas.byHand || atlas.chosen) ?? firstOf(Math.max(theRun().own_row, 0))
    if (isNew && focused) elements[atlas.held.row].button.focus({ preventScroll: true })
    show(pointed ? placeOf(pointed) : atlas.held, Boolean(pointed))
    redraw()
    if (isOther) clearTimeout(rest)
    else rests()
  }

  atlas.remove = () => {
    clearTimeout(rest)
    cancelAnimationFrame(frame)
    resized.disconnect()
    ends.forEach(end => end())
    document.removeEventListener("keydown", onKey)
    document.removeEventListener("pointerdown", onPress, true)
  }
  return atlas
}

// The canvas with as many pixels as it takes there, empty, to be drawn on in CSS pixels.
function sized(canvas, width, height) {
  const scale = window.devicePixelRatio || 1, wide = Math.round(width * scale), high = Math.round(height * scale)
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high })
  const context = canvas.getContext("2d")
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.clearRect(0, 0, width, height)
  return context
}

export default function ({ data, parentElement, setTriggerValue }) {
  const atlas = lasting(parentElement, () => makeAtlas(parentElement))
  atlas.tell = setTriggerValue
  atlas.take(data)
  return cleanUp(parentElement, [], () => {
    atlas.remove()
    forget(parentElement)
  })
}

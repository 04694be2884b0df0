// The rows, one for each optimum: its clusters in small, its letter and numbers, and its starts as dots.

import { emptied } from "../shared/canvas.js"
import { make } from "../shared/element.js"
import { mixtureAt, theRun } from "../shared/run.js"
import { cellsIn, dotAt, drawDots } from "./dots.js"
import { colourOf, firstOf, rows } from "./starts.js"
import { drawThumbnail } from "./thumbnail.js"

// `point(start)` and `press(start)`: what is done with a start that is meant; null is none.
export function makeStrip(list, { point, press }) {
  let elements = [] // of every row
  let cells = null // where its dots are
  const strip = {}

  strip.bring = () => {
    elements = rows().map(makeRow)
    list.replaceChildren(...elements.map(({ line }) => line))
  }

  // All rows are seen at once, if that can be.
  strip.fit = () => {
    list.classList.remove("dense")
    list.classList.toggle("dense", !theRun().map && list.scrollHeight > list.clientHeight)
  }

  function makeRow(row, index) {
    const thumb = make("canvas", { className: "thumb" }), badge = make("span", { className: "badge", textContent: row.letter })
    thumb.setAttribute("aria-hidden", "true")
    thumb.classList.toggle("none", !row.owners)
    const numbers = make("span", { className: "numbers" },
      make("span", { className: "value", textContent: row.value }), make("span", { className: "count", textContent: row.count }))
    if (row.starts.includes(theRun().own) || index === theRun().own_row) numbers.append(make("span", { className: "own", textContent: "◎ your run" }))
    if (row.note) numbers.append(make("span", { className: "note", textContent: row.note }))
    const button = make("button", { type: "button", onclick: () => press(firstOf(index)) }, thumb, badge, numbers)
    button.setAttribute("aria-label", row.told)
    const dots = make("canvas", { className: "dots" }), place = make("div", { className: "place" }, dots)
    const line = make("div", { className: "row" }, button, place)
    const byMouse = act => event => { if (event.pointerType !== "touch") act(event) } // a finger scrolls, or presses
    place.onpointermove = byMouse(event => point(startUnder(index, event)))
    place.onclick = event => press(startUnder(index, event))
    button.onpointerenter = byMouse(() => point(firstOf(index)))
    place.onpointerleave = button.onpointerleave = () => point(null)
    return { line, button, thumb, dots, place }
  }

  function startUnder(row, { clientX, clientY }) {
    const { left, top } = elements[row].place.getBoundingClientRect()
    return cells && { row, at: dotAt(cells, clientX - left, clientY - top, rows()[row].starts.length) }
  }

  strip.mark = inView => elements.forEach(({ line, button }, row) => {
    line.dataset.inView = row === inView
    button.setAttribute("aria-pressed", row === inView)
  })

  strip.hasFocus = () => elements.some(({ button }) => button === list.getRootNode().activeElement)
  strip.focus = row => elements[row].button.focus({ preventScroll: true })

  // By keys to another row: the focus goes along.
  strip.goTo = row => {
    if (strip.hasFocus()) strip.focus(row)
    elements[row].line.scrollIntoView({ block: "nearest" })
  }

  strip.drawDots = (held, look) => {
    const most = Math.max(...rows().map(({ starts }) => starts.length)), { own } = theRun()
    const { clientWidth } = elements[0].place
    cells = cellsIn(clientWidth, Math.min(...elements.map(({ place }) => place.clientHeight)), most)
    rows().forEach((row, i) => {
      drawDots(emptied(elements[i].dots, clientWidth, elements[i].place.clientHeight), cells, row.starts.length, {
        ...look, mark: row.mark, colour: colourOf(row, look), own: row.starts.indexOf(own), held: held.row === i ? held.at : -1,
      })
    })
  }

  strip.drawThumbnails = look => rows().forEach((row, i) => {
    const { thumb, line } = elements[i], { clientWidth, clientHeight } = thumb, run = theRun()
    line.style.setProperty("--ending", colourOf(row, look))
    line.style.setProperty("--on-ending", row.tone < 0 ? "#fff" : look.on_endings[row.tone])
    const context = emptied(thumb)
    if (!row.owners || !clientWidth) return
    drawThumbnail(context, clientWidth, clientHeight, run.points, row.owners, mixtureAt(run, row.optima[0]), look)
  })
  return strip
}

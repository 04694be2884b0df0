// The answers of a class over the picture, and what is said of them below it: once the end is told, where EM ended, too.

import { onNewElements } from "../shared/charts.js"
import { cells, headings, make, swatch, tableRow } from "../shared/element.js"
import { showOneMixture } from "../shared/one_mixture.js"
import { mixturesOf, shortNumbersOf } from "../shared/packed.js"
import { onPlot, thePlot } from "../shared/plot.js"
import { cleanUp } from "../shared/reruns.js"
import { numberOf } from "../shared/shapes.js"
import { marksOf, radiusOf } from "./cloud.js"
import { arrow, cleared, DISC, end, line, mark, median, veil } from "./draw.js"

const BELOW = 28 // pixels
const LONGEST = 4.5 // of the bars, in rem

export default function ({ data, parentElement }) {
  const $ = selector => parentElement.querySelector(selector)
  const mixture = mixturesOf(data.mixture), { K, D } = mixture
  const shares = shortNumbersOf(data.places)

  function say() {
    $(".words").textContent = data.words
    $(".legend").textContent = data.legend
    $("table").style.visibility = shares.length ? "" : "hidden" // its place stays
    $("thead").replaceChildren(tableRow(...headings(data.head)))
    $("tbody").replaceChildren(...data.rows.map((row, k) =>
      tableRow(...headings([swatch(data.colors[k], k)], "row"), ...cells(row), barOf(k))))
  }

  // The median distance as a number and as a length.
  function barOf(k) {
    const bar = make("td", { className: "bar" }, make("span", { className: "number" }, data.off_words[k]))
    if (!data.off.length) return bar
    const length = make("span", { className: "length" }), longest = Math.max(...data.off)
    length.style.background = data.colors[k]
    length.style.width = `${longest > 0 ? (LONGEST * data.off[k]) / longest : 0}rem`
    bar.append(length)
    return bar
  }

  function draw() {
    const plot = thePlot()
    if (!plot) return
    const context = cleared($("canvas"), plot), radius = radiusOf(shares.length / D, plot)
    veil(context, plot, data.paper)
    for (const one of marksOf(shares, mixture, plot, radius)) mark(context, one, radius, data)
    if (data.ends.length) reveal(context, plot)
  }

  function reveal(context, plot) {
    const components = Array.from({ length: K }, (_, k) => k), floor = plot.top + plot.height
    const x = share => plot.left + share * plot.width, y = share => plot.top + (1 - share) * plot.height
    // In one dimension the disc is on top of the component's bell; the ring is lower, for the disc not to hide it.
    const placed = (all, lower) => all.map((place, k) =>
      [x(place[0]), D > 1 ? y(place[1]) : Math.min(numberOf(plot, mixture, k)[1] + lower, floor - lower / 2)])
    const ends = placed(data.ends, 0), medians = placed(data.medians, BELOW)
    const targets = D > 1 ? ends : ends.map(([at], k) => [at, medians[k]?.[1]])
    const down = ([at, top]) => [[at, top], [at, floor]]
    if (D === 1) ends.forEach((place, k) => line(context, down(place), data.colors[k], data))
    if (D === 1) medians.forEach((place, k) => line(context, down(place), data.colors[k], data, [4, 4]))
    medians.forEach((place, k) => arrow(context, place, targets[k], D > 1 ? DISC + 3 : 3, data))
    medians.forEach((place, k) => median(context, place, k, data))
    ends.forEach((place, k) => end(context, place, k, data))
  }

  say()
  draw()
  let frame = null
  const soon = () => { frame ??= requestAnimationFrame(() => { frame = null; draw() }) }
  return cleanUp(parentElement, [showOneMixture(mixture), onPlot(soon), onNewElements(soon), () => cancelAnimationFrame(frame)])
}

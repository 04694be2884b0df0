// The answers of a class over the picture, and what is said of them below it: once the end is told, where EM ended, too.

import { onNewElements } from "../shared/charts.js"
import { cells, headings, make, swatch, tableRow } from "../shared/element.js"
import { showOneMixture } from "../shared/one_mixture.js"
import { mixturesOf, shortNumbersOf } from "../shared/packed.js"
import { onPlot, thePlot } from "../shared/plot.js"
import { cleanUp } from "../shared/reruns.js"
import { numberOf } from "../shared/shapes.js"
import { marksOf, sizeOf } from "./cloud.js"
import { arrow, cleared, end, line, mark, median, veil } from "./draw.js"

export default function ({ data, parentElement }) {
  const $ = selector => parentElement.querySelector(selector)
  const mixture = mixturesOf(data.mixture), { K, D } = mixture
  const shares = shortNumbersOf(data.places), radius = sizeOf(shares.length / D)

  function say() {
    $(".words").textContent = data.words
    $(".legend").textContent = data.legend
    $("thead").replaceChildren(tableRow(...headings(data.head)))
    $("tbody").replaceChildren(...data.rows.map((row, k) =>
      tableRow(...headings([swatch(data.colors[k], k)], "row"), ...cells(row), barOf(k))))
  }

  // The median distance as a length.
  function barOf(k) {
    const length = make("span", { className: "length" }), longest = Math.max(...data.off)
    length.style.background = data.colors[k]
    length.style.width = `${longest > 0 ? (6 * data.off[k]) / longest : 0}rem`
    const track = make("div", { className: "track" }, ...(data.off.length ? [length] : []), data.off_words[k])
    return make("td", { className: "bar" }, track)
  }

  function draw() {
    const plot = thePlot()
    if (!plot) return
    const context = cleared($("canvas"), plot)
    veil(context, plot, data.paper)
    for (const one of marksOf(shares, mixture, plot, radius)) mark(context, one, radius, data)
    if (data.ends.length) reveal(context, plot)
  }

  // In one dimension at the height at which a component's number stands.
  function reveal(context, plot) {
    const components = Array.from({ length: K }, (_, k) => k), floor = plot.top + plot.height
    const heights = components.map(k => numberOf(plot, mixture, k)[1])
    const placed = all => components.map(k => [
      plot.left + all[k][0] * plot.width, D > 1 ? plot.top + (1 - all[k][1]) * plot.height : heights[k],
    ])
    const ends = placed(data.ends), medians = data.medians.length ? placed(data.medians) : null
    for (const k of components) {
      if (D === 1) line(context, [ends[k], [ends[k][0], floor]], data.colors[k], data)
      if (D === 1 && medians) line(context, [medians[k], [medians[k][0], floor]], data.colors[k], data, [4, 4])
      if (medians) arrow(context, medians[k], ends[k], data)
    }
    if (medians) components.forEach(k => median(context, medians[k], k, data))
    components.forEach(k => end(context, ends[k], k, data))
  }

  say()
  draw()
  let frame = null
  const soon = () => { frame ??= requestAnimationFrame(() => { frame = null; draw() }) }
  return cleanUp(parentElement, [showOneMixture(mixture), onPlot(soon), onNewElements(soon), () => cancelAnimationFrame(frame)])
}

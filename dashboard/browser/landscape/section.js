// The cross-section: surface and bound along the line from the place in view to the bound's top, as curves. Across:
// shares of the jump, 0 where they touch, 1 at the top.

import { fixed } from "../shared/numeral.js"
import { disc, stroke } from "../shared/strokes.js"
import { axes, cleared, label, plotIn, within } from "./plot.js"

const MARGINS = [0.7, 0.8, 3.1, 5.8] // above, right, below, left; in letters
const FROM = -0.7, TO = 2.4, COUNT = 120
const SHARES = Array.from({ length: COUNT + 1 }, (_, i) => FROM + ((TO - FROM) * i) / COUNT)
const UNDER = 0.9, OVER = 0.6 // of what there is to climb, below the touching place and above the highest
const DIGITS = 5 // of nats, at most

// `cut`: { from, to, jump, heightAt, boundAt, endless }: places on the map (run.js), what gives both curves' heights
// there, whether the bound climbs on beyond the map.
export function drawSection(canvas, { from, to, jump, heightAt, boundAt, endless }, look) {
  const drawing = cleared(canvas), hasArrived = jump < 1
  const placeAt = share => from.map((value, i) => value + share * (to[i] - value)), end = placeAt(jump)
  const touch = heightAt(from), top = boundAt(end), there = heightAt(end)
  const climbs = hasArrived ? touch - boundAt(to) : Math.max(there, top) - touch
  const low = touch - UNDER * climbs, high = Math.max(there, top) + OVER * climbs
  const plot = plotIn(drawing, MARGINS, [FROM, TO], [low, high])
  if (plot.width < 20 || plot.height < 20) return
  // Far below the plot a canvas loses its place.
  const lowest = 2 * low - high, shares = endless ? SHARES.filter(share => share <= 1) : SHARES
  const curve = height => shares.map(share => plot.at([share, Math.max(height(placeAt(share)), lowest)]))
  const places = { touch: plot.at([0, touch]), top: plot.at([jump, top]), there: plot.at([jump, there]) }
  within(drawing, plot, () => {
    stroke(drawing.context, curve(heightAt), look.ink, 2.5)
    stroke(drawing.context, curve(boundAt), look.bowl, 2.5, [8, 4])
    paintPlaces(drawing, places, look)
    if (hasArrived) label(drawing, "it touches with its own top", beside(places.touch, 12, -14), look, blue(look))
    else namePlaces(drawing, plot, places, endless, look)
  })
  const digits = Math.min(Math.max(0, 2 - Math.floor(Math.log10(high - low))), DIGITS)
  const ticks = [touch, there].map(at => ({ at, text: fixed(at, digits) })), here = { at: 0, text: "here" }
  const isRoom = Math.abs(places.touch[1] - places.there[1]) > drawing.size
  const across = { title: "along the line to the next step", ticks: [here, { at: 1, text: endless ? "edge" : "next" }] }
  if (hasArrived) across.ticks.pop()
  axes(drawing, plot, across, { title: "nats", ticks: isRoom ? ticks : ticks.slice(0, 1) }, look)
}

const beside = ([x, y], dx, dy) => [x + dx, y + dy]
const blue = look => ({ colour: look.bowlText, bold: true })

function paintPlaces({ context }, { touch, top, there }, look) {
  if (top[1] - there[1] > 2) stroke(context, [there, top], look.gap, 5)
  disc(context, top, 6, look.paper, look.bowl, 2.5)
  disc(context, there, 4.5, look.ink, look.paper, 1.5)
  disc(context, touch, 7, look.ink, look.paper, 2)
}

function namePlaces(drawing, plot, { touch, top, there }, endless, look) {
  label(drawing, "they touch", beside(touch, 12, 10), look)
  label(drawing, endless ? "no top" : "bound's top", beside(top, 12, 4), look, blue(look))
  label(drawing, "log-likelihood", beside(there, -8, -14), look, { align: "right", bold: true })
  if (top[1] - there[1] < 1.6 * drawing.size) return
  label(drawing, "won on top: KL", [there[0] + 10, (there[1] + top[1]) / 2], look, { colour: look.gapText, bold: true })
}

// Rows of tosses, the share that each coin has of them, and the coins: built once, and drawn at any moment of a run.
//
// A moment is { thetas, weights, shares, given }: the coins, and what they were made of; no shares and nothing given at the
// start.

import { SVG, draw, make } from "../shared/element.js"
import { percent } from "../shared/numeral.js"
import { NAMES, headsOf, theta, tosses } from "./words.js"

const BAND = 18 // pixels: how broad a row flows to the coins
const RING = 1e-9

const pattern = (colour, k) => draw(SVG, "pattern",
  { id: `flow-${k}`, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
  draw(SVG, "rect", { width: 7, height: 7, fill: colour, "fill-opacity": k ? 0.25 : 0.45 }),
  ...(k ? [draw(SVG, "rect", { width: 2.5, height: 7, fill: colour, "fill-opacity": 0.75 })] : []))

const hidden = (tag, properties, ...children) => {
  const element = make(tag, properties, ...children)
  element.setAttribute("aria-hidden", "true")
  return element
}

// `told`: { explainRow, explainCoin, move, rest, hold, cancel }: what presses and the coins' sliders ask for.
export function makePicture(root, { model: { rows }, sequences, limits, grid }, told) {
  const $ = selector => root.querySelector(selector)
  const parts = rows.map((row, n) => {
    const discs = [...sequences[n]].map(side => hidden("span", { className: `toss ${side}` }, side))
    const shares = NAMES.map((_, k) => hidden("span", { className: `percent of-${k}` }))
    const fill = make("span", { className: "fill" })
    const bar = hidden("span", { className: "bar" }, fill)
    const button = make("button", { type: "button", className: "row", onclick: () => told.explainRow(n) },
      hidden("span", { className: "nth" }, n + 1), hidden("span", { className: "tosses" }, ...discs), shares[0], bar, shares[1])
    return { button, shares, fill, bar }
  })
  $(".rows").replaceChildren(head(), ...parts.map(({ button }) => button))

  const coins = NAMES.map((name, k) => {
    const face = hidden("span", { className: `face of-${k}` }, name), ghost = hidden("span", { className: `ghost of-${k}` })
    const trail = hidden("span", { className: "trail" })
    const range = make("input", { type: "range", min: 0, max: 1, step: grid })
    range.setAttribute("aria-label", `Start: how often coin ${name} shows heads`)
    range.title = `From ${limits.join(" to ")}: a coin at 0 or 1 can't have made any of these rows`
    range.oninput = () => told.move(k, Number(range.value))
    range.onchange = range.onblur = () => told.rest()
    range.onpointerdown = () => told.hold()
    range.onpointercancel = () => told.cancel() // a finger that scrolls has moved nothing
    const sums = make("button", { type: "button", className: "sums", onclick: () => told.explainCoin(k) })
    const ticks = hidden("span", { className: "ticks" }, ...["0", "½", "1"].map(text => make("span", {}, text)))
    const track = make("div", { className: "track" }, ticks, trail, ghost, face, range)
    const coin = make("div", { className: `coin of-${k}` }, sums, track)
    return { coin, face, ghost, trail, range, sums }
  })
  $(".pair").replaceChildren(...coins.map(({ coin }) => coin))

  // Where bars and coins stand, from the top of what flows between them, and how wide that is: measured once for a size.
  let spots = null
  function measured() {
    const { top, width } = $(".flow").getBoundingClientRect()
    const middle = element => {
      const box = element.getBoundingClientRect()
      return box.top + box.height / 2 - top
    }
    return { width, bars: parts.map(({ bar }) => middle(bar)), coins: coins.map(({ coin }) => middle(coin)) }
  }

  const place = (element, value) => element.style.setProperty("--at", value)

  function drawCoins({ thetas, weights, given }, { now, learned, trail, ghost }) {
    coins.forEach((coin, k) => {
      place(coin.face, thetas[k])
      coin.range.value = now.thetas[k]
      coin.range.setAttribute("aria-valuetext", `${theta(now.thetas[k])}${ghost ? `; from here EM ends at ${theta(ghost[k])}` : ""}`)
      const made = given ? `${tosses(given[k].heads)} heads + ${tosses(given[k].tails)} tails` : "a guess"
      const symbol = (letter, value) => [make("i", {}, letter), ` = ${theta(value)}`]
      coin.sums.replaceChildren(
        make("span", { className: "name" }, `Coin ${NAMES[k]}`),
        make("span", {}, ...(learned ? symbol("π", weights[k]) : [])), make("b", {}, ...symbol("θ", thetas[k])),
        make("span", { className: "given" }, made))
      coin.trail.replaceChildren(...trail.map(step => {
        const dot = make("span")
        place(dot, step.thetas[k])
        return dot
      }))
      coin.ghost.hidden = !ghost
      if (ghost) place(coin.ghost, ghost[k])
    })
  }

  function drawRows({ shares }) {
    root.querySelector(".coins").classList.toggle("unshared", !shares)
    parts.forEach(({ button, shares: texts, fill }, n) => {
      const share = shares?.[n]
      place(fill, share ? share[0] : 0)
      texts.forEach((text, k) => { text.textContent = share ? percent(share[k]) : "?" })
      const whose = share ? `coin A ${percent(share[0])}, coin B ${percent(share[1])}` : "not shared out yet"
      button.setAttribute("aria-label", `Row ${n + 1}: ${headsOf(rows[n])}; ${whose}. Explain`)
    })
  }

  // Every row as a band that parts towards the coins, as broad as their shares.
  function drawFlow({ shares }, colours) {
    const svg = $(".flow"), { width, bars, coins: middles } = spots ??= measured()
    if (!shares || width < 20) return svg.replaceChildren()
    const ends = middles.map((middle, k) => middle - BAND * shares.reduce((sum, share) => sum + share[k], 0) / 2)
    const bands = shares.flatMap((share, n) => {
      let from = bars[n] - BAND / 2
      return share.map((part, k) => {
        const broad = BAND * part, [y0, y1] = [from, ends[k]], half = width / 2
        from += broad
        ends[k] += broad
        const d = `M0 ${y0} C${half} ${y0} ${half} ${y1} ${width} ${y1} v${broad} C${half} ${y1 + broad} ${half} ${y0 + broad} 0 ${y0 + broad} z`
        return part > RING ? draw(SVG, "path", { d, fill: `url(#flow-${k})` }) : ""
      })
    })
    svg.replaceChildren(draw(SVG, "defs", {}, ...colours.map(pattern)), ...bands)
  }

  return {
    rows: parts.map(({ button }) => button), coins: coins.map(({ sums }) => sums),
    sized: [$(".coins"), ...parts.map(({ button }) => button), ...coins.map(({ coin }) => coin)],
    resized: () => { spots = null },
    focus: k => coins[k].range.focus(),
    draw(moment, more) {
      drawRows(moment)
      drawCoins(moment, more)
      drawFlow(moment, more.colours)
    },
  }
}

const head = () => {
  const coin = k => make("span", { className: `small of-${k}` }, NAMES[k])
  return hidden("div", { className: "row head" }, make("span"), make("span", {}, "tosses"), coin(0), make("span", {}, "whose?"), coin(1))
}

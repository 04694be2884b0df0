// How many starts are enough: the chance that at least one of n starts finds an optimum that a share of them reaches. A
// slider moves n; the server hears of it once it rests.

import { draw, make, SVG } from "../shared/element.js"
import { percent } from "../shared/numeral.js"
import { keepAlive } from "../shared/reruns.js"

const WIDE = 300, HIGH = 110, PLACES = 120
const SURE = 0.95

const chanceOf = (share, n) => 1 - (1 - share) ** n

const inWords = chance => (chance > 0.995 && chance < 1 ? `over ${percent(0.99)}` : percent(chance))

function makeChances(root) {
  const $ = selector => root.querySelector(selector)
  const input = $("input"), output = $("output"), told = $(".told"), place = $(".curve")
  const chances = {}
  let given = null, tell, drop, dot

  const x = n => ((n - 1) / Math.max(given.most - 1, 1)) * WIDE
  const y = chance => (1 - chance) * HIGH

  function show() {
    const { share } = given, n = Number(input.value), chance = chanceOf(share, n)
    output.textContent = n
    input.setAttribute("aria-valuetext", `${n} starts: ${inWords(chance)}`)
    const word = n === 1 ? "1 start" : `${n} starts`
    told.replaceChildren(`With `, make("b", { textContent: word }), ` you would have found the best with a chance of `,
      make("b", { textContent: inWords(chance) }), chance < SURE ? `, and missed it with ${inWords(1 - chance)}.` : ".")
    const down = draw(SVG, "path", { class: "drop", d: `M${x(n)} ${HIGH}V${y(chance)}` })
    drop.replaceWith(down)
    drop = down
    dot.style.left = `${(100 * x(n)) / WIDE}%`
    dot.style.top = `${(100 * y(chance)) / HIGH}%`
  }

  chances.take = (data, setTriggerValue) => {
    tell = setTriggerValue
    if (JSON.stringify(data) === JSON.stringify(given)) return
    given = data
    root.host.style.setProperty("--ending", data.colour)
    input.max = data.most
    input.value = data.tries
    const steps = Array.from({ length: PLACES + 1 }, (_, i) => 1 + (i / PLACES) * (data.most - 1))
    const path = steps.map(n => `${x(n).toFixed(1)} ${y(chanceOf(data.share, n)).toFixed(1)}`).join("L")
    const line = draw(SVG, "path", { class: "line", d: `M${path}` })
    const area = draw(SVG, "path", { class: "area", d: `M0 ${HIGH}L${path}L${WIDE} ${HIGH}Z` })
    const level = draw(SVG, "path", { class: "level", d: `M0 ${y(SURE)}H${WIDE}` })
    drop = draw(SVG, "path", { class: "drop" })
    const picture = draw(SVG, "svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none", "aria-hidden": "true" },
      area, level, line, drop)
    dot = make("span", { className: "dot" })
    place.replaceChildren(picture, dot, make("span", { className: "sure", textContent: percent(SURE) }))
    show()
  }

  input.oninput = show
  input.onchange = () => tell("tries", Number(input.value))
  return chances
}

export default function (given) {
  return keepAlive(given, makeChances)
}

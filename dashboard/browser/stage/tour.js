// A few cards, each beside what it speaks of, while all goes on working: on the first visit, and when asked for.

import { openedAt } from "../shared/address_bar.js"
import { beside } from "./placing.js"

const SEEN = "em-explorer-tour"
const DRAWN = ".st-key-stage-picture [data-testid=stVegaLiteChart] :is(canvas, svg)"
const OFTEN = 200 // ms between looks at where things are

// `isFree()`: whether the page has room for a tour. Returns { begin, isPossible, skip, end }; `skip()` tells whether there
// was a tour to skip.
export function tourOf(root, isFree) {
  const tour = root.querySelector(".tour"), card = tour.querySelector(".stop"), ring = tour.querySelector(".ring")
  const stops = [...card.querySelectorAll("[data-at]")], next = card.querySelector(".next")
  let at = null, isDue = isNew()

  // What a card speaks of: the first of its things that is on the page.
  const thing = stop => stop.dataset.at.split("|").map(part => document.querySelector(part)).find(Boolean)
  const isPossible = () => isFree() && Boolean(tour.showPopover) && Boolean(document.querySelector(DRAWN))

  function begin() {
    tour.showPopover()
    go(0)
    next.focus({ preventScroll: true })
  }

  function go(to) {
    at = to
    stops.forEach((stop, i) => { stop.hidden = i !== at })
    card.querySelector(".of-all").textContent = `${at + 1} of ${stops.length}`
    next.textContent = at + 1 < stops.length ? "Next" : "Done"
    look()
  }

  function skip() {
    if (at === null) return false
    at = null
    if (tour.isConnected) tour.hidePopover()
    return true
  }

  function look() {
    if (!tour.isConnected) return end() // the page has another
    if (at === null) return isDue && isPossible() && see()
    const spokenOf = thing(stops[at])
    if (!isFree() || !spokenOf) return skip()
    const box = spokenOf.getBoundingClientRect()
    Object.assign(ring.style, px({ left: box.left, top: box.top, width: box.width, height: box.height }))
    Object.assign(card.style, px(beside(box, card.offsetWidth, card.offsetHeight, innerWidth, innerHeight)))
  }

  // Once, whatever becomes of it. Where nothing can be kept, each visit would be the first: there is no tour then.
  function see() {
    isDue = false
    try {
      localStorage.setItem(SEEN, "seen")
    } catch {
      return
    }
    begin()
  }

  next.onclick = () => (at + 1 < stops.length ? go(at + 1) : skip())
  card.querySelector(".skip").onclick = skip
  const looking = setInterval(look, OFTEN)
  function end() {
    clearInterval(looking)
    skip()
  }
  return { begin, isPossible, skip, end }
}

const px = numbers => Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, `${value}px`]))

// Whether the visitor has come to the bare address for the first time: a link with a query shows what its sender meant.
function isNew() {
  const { pathname, search } = openedAt()
  if (search || pathname !== location.pathname) return false
  try {
    return localStorage.getItem(SEEN) === null
  } catch {
    return false
  }
}

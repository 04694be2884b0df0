// Something that a mouse or a finger drags: it follows once a frame, and Escape puts it back.

import { onceAFrame } from "./frames.js"

const STILL = 3 // pixels: a press that moves less moves nothing

// `take(event)`: what turns a pointer into a place, or null where nothing is taken up; then `move(place)`, and at the end
// `drop()` or `cancel()`. Returns what ends it.
export function makeDraggable(element, { take, move, drop, cancel }) {
  let drag = null
  const follow = onceAFrame(() => move(drag.placeUnder(drag.to)))

  element.onpointerdown = event => {
    if (drag || !event.isPrimary || event.button > 0) return
    const placeUnder = take(event)
    if (!placeUnder) return
    event.preventDefault() // which would select words, and take the focus
    element.setPointerCapture(event.pointerId)
    element.classList.add("held")
    drag = { id: event.pointerId, from: event, to: null, placeUnder }
  }

  const isOurs = ({ pointerId }) => pointerId === drag?.id

  element.onpointermove = event => {
    if (!isOurs(event)) return
    const { from, to } = drag
    if (!to && Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) < STILL) return
    drag.to = event
    follow.soon()
  }

  element.onpointerup = event => {
    if (!isOurs(event)) return
    const { to, placeUnder } = drag
    end()
    if (to) move(placeUnder(to))
    drop()
  }

  element.onpointercancel = event => { if (isOurs(event)) putBack() }

  function putBack() {
    end()
    cancel()
  }

  function end() {
    follow.end()
    drag = null
    element.classList.remove("held")
  }

  function onKey(event) {
    if (event.key !== "Escape" || !drag) return
    event.preventDefault() // it leaves nothing else
    putBack()
  }

  document.addEventListener("keydown", onKey, true)
  return () => {
    end()
    document.removeEventListener("keydown", onKey, true)
  }
}

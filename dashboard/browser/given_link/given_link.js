// The link to give to others: its code, which a press shows large on white with the question, and a button that copies it.

import { copy } from "../shared/copy.js"
import { cleanUp, lasting } from "../shared/reruns.js"

const FIELD = ".st-key-give-ask textarea", BOXES = ":is(.st-key-give-locks, .st-key-give-show) input"
const WORD = "Copy link"
const AT_MOST = 4500 // milliseconds: a browser lets a page copy for five seconds after a press

const wait = milliseconds => new Promise(done => setTimeout(done, milliseconds))
const words = text => text.trim().split(/\s+/).join(" ")

const boxes = () => String(Array.from(document.querySelectorAll(BOXES), box => box.checked))

// Whether the link says what the panel's controls say: the server hears of them, and the link comes back. `wanted`: the
// boxes when the button was pressed; while the server hears of one it may set back another.
function saysAll({ question, ticked }, wanted) {
  const field = document.querySelector(FIELD) // none once the panel is closed
  return field && words(field.value) === words(question) && String(ticked) === wanted
}

export default function ({ data, parentElement }) {
  const $ = selector => parentElement.querySelector(selector)
  const given = lasting(parentElement, () => ({}))
  given.data = data
  const small = $(".small"), large = $(".large")
  small.hidden = !data.code
  if (data.code) for (const image of parentElement.querySelectorAll("img")) image.src = data.code
  $("h2").textContent = data.question
  small.onclick = () => large.showModal()
  $(".close").onclick = () => large.close()
  large.onkeydown = event => { if (event.key === "Escape") event.stopPropagation() } // closes it alone, not the panel
  const label = $(".copy .word")
  $(".copy").onclick = async () => {
    const end = performance.now() + AT_MOST, wanted = boxes()
    label.textContent = WORD
    while (!saysAll(given.data, wanted) && performance.now() < end) await wait(50)
    if (saysAll(given.data, wanted)) copy(given.data.link, label, WORD, "The link to give:")
    else label.textContent = "Not ready yet: press again"
  }
  return cleanUp(parentElement, [])
}

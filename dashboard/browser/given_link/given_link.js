// The link to give to others: its code, which a press shows large on white with the question, and a button that copies it.

import { copy } from "../shared/copy.js"
import { cleanUp, lasting } from "../shared/reruns.js"

const RUNNING = "[data-testid=stApp]:not([data-test-script-state=notRunning])"
const SOON = 300, AT_MOST = 5000 // milliseconds

const wait = milliseconds => new Promise(done => setTimeout(done, milliseconds))

export default function ({ data, parentElement }) {
  const $ = selector => parentElement.querySelector(selector)
  const given = lasting(parentElement, () => ({}))
  given.link = data.link
  const small = $(".small"), large = $(".large")
  small.hidden = !data.code
  if (data.code) for (const image of parentElement.querySelectorAll("img")) image.src = data.code
  $("h2").textContent = data.question
  small.onclick = () => large.showModal()
  $(".close").onclick = () => large.close()
  large.onkeydown = event => { if (event.key === "Escape") event.stopPropagation() } // closes it alone, not the panel
  $(".copy").onclick = async () => { // what was typed last is on its way to the server, and comes back in the link
    const end = performance.now() + AT_MOST
    await wait(SOON)
    while (document.querySelector(RUNNING) && performance.now() < end) await wait(50)
    copy(given.link, $(".copy .word"), "Copy link", "The link to give:")
  }
  return cleanUp(parentElement, [])
}

// What the browser makes of what is on screen: a picture, and a film of the steps. The server hears nothing of it.

import { cleanUp } from "../shared/reruns.js"
import { theRun } from "../shared/run.js"
import { inView, isHeld } from "../shared/step.js"
import { LARGEST, film } from "./filming.js"
import { still } from "./still.js"

const MOST = 200 // pictures of a film

const sizeOf = bytes => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`)

function save(address, name) {
  const link = document.createElement("a")
  Object.assign(link, { href: address, download: name })
  link.click()
}

export default function ({ data, parentElement }) {
  const $ = selector => parentElement.querySelector(selector)
  const form = $("form"), { from, to } = form.elements, begin = form.querySelector("button"), run = theRun()
  const beat = run.beats ? 0.5 : 1
  let ends = false, address = null

  const look = () => {
    const style = getComputedStyle(form), of = name => style.getPropertyValue(name).trim()
    return { paper: of("--st-background-color"), ink: style.color, font: style.fontFamily }
  }
  const tell = text => { $(".told").textContent = text }
  const busy = is => {
    $(".progress").hidden = !is
    for (const control of parentElement.querySelectorAll("button:not(.cancel), input, select")) control.disabled = is
    ;(is ? $(".cancel") : begin).focus() // else the dialog's keys would go to the page
  }

  async function saveStill() {
    const picture = URL.createObjectURL(await still(data, $(".with-trace").checked, look()))
    save(picture, `${data.name}-step-${inView().position}.png`)
    setTimeout(() => URL.revokeObjectURL(picture), 60_000)
  }

  async function saveFilm() {
    const positions = []
    for (let at = Number(from.value); at <= Number(to.value); at += beat) positions.push(at)
    if (!positions.length) return tell("The film ends before it begins: choose a last step after the first.")
    if (positions.length > MOST) return tell(`A film has at most ${MOST} pictures, this one ${positions.length}: choose fewer steps.`)
    forget()
    busy(true)
    ends = false
    const each = 100 / Number(form.elements.speed.value), last = each + 100 * Number(form.elements.rest.value)
    try {
      const made = await film(positions, { each, last }, data, look(), share => {
        $("progress").value = share
        tell(`Picture ${Math.round(share * positions.length)} of ${positions.length}`)
        return !ends && form.isConnected
      })
      if (made) show(made, positions.length)
      else tell("Cancelled.")
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      tell(`This film would be larger than ${sizeOf(LARGEST)}: choose fewer steps.`)
    } finally {
      busy(false)
    }
  }

  function show(made, count) {
    const name = `${data.name}-film.gif`, link = $(".made")
    address = URL.createObjectURL(made)
    Object.assign(link, { href: address, download: name, hidden: false })
    link.firstElementChild.src = address
    tell(`${count} pictures, ${sizeOf(made.size)}, saved as ${name}. A click on it saves it again.`)
    save(address, name)
  }

  function forget() {
    $(".made").hidden = true
    if (address) URL.revokeObjectURL(address)
    address = null
  }

  if (run.logPosteriors) $(".heights").textContent = "log posteriors"
  from.max = to.max = run.last
  if (!to.value) to.value = Math.min(run.last, Math.floor((MOST - 1) * beat))
  const stays = (run.stays ?? null) !== null
  begin.disabled = isHeld() || stays || run.last === 0
  if (isHeld()) tell("A film would tell what there is to predict: first say what you expect.")
  else if (stays) tell("This link stays at its step: there is nothing to film.")
  $(".save-still").onclick = saveStill
  form.onsubmit = event => {
    event.preventDefault()
    saveFilm()
  }
  $(".cancel").onclick = () => { ends = true }
  return cleanUp(parentElement, [() => { ends = true }], forget)
}

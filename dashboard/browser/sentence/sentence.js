// One plain sentence on the step in view. Screen readers hear it when the step rests, not while it plays.

import { cleanUp } from "../shared/reruns.js"
import { theRun } from "../shared/run.js"
import { inView, isHeld, onStep } from "../shared/step.js"
import { putTold } from "../shared/told.js"

export default function ({ data, parentElement }) {
  const sentence = parentElement.querySelector(".sentence")
  const show = () => {
    const { step, beat, playing } = inView()
    const { sentences, e_beats = sentences } = theRun()?.sentences ? theRun() : data, lines = beat === "E" ? e_beats : sentences
    sentence.setAttribute("aria-live", playing ? "off" : "polite")
    const at = Math.min(step, lines.length - 1)
    const line = isHeld() ? data.held : lines[at] ?? ""
    sentence.textContent = line
    putTold(line)
    sentence.classList.toggle("failed", data.collapsed && beat !== "E" && at === lines.length - 1)
  }
  show()
  return cleanUp(parentElement, [onStep(show)])
}

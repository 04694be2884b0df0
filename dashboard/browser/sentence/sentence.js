// One plain sentence on the step in view. Screen readers hear it when the step rests, not while it plays.

const STEP_EVENT = "em-explorer:step"
const listeners = new WeakMap()

export default function ({ data, parentElement }) {
  const sentence = parentElement.querySelector(".sentence")
  sentence.classList.toggle("roomy", data.collapsed) // for the cures at the last step: nothing jumps
  const show = () => {
    const { step, beat, playing } = window.emExplorer ?? { step: 0, beat: "", playing: false }
    const lines = beat === "E" ? data.e_beats : data.sentences
    sentence.setAttribute("aria-live", playing ? "off" : "polite")
    const at = Math.min(step, lines.length - 1)
    sentence.textContent = lines[at]
    sentence.classList.toggle("failed", data.collapsed && beat !== "E" && at === lines.length - 1)
  }
  window.removeEventListener(STEP_EVENT, listeners.get(parentElement))
  window.addEventListener(STEP_EVENT, show)
  listeners.set(parentElement, show)
  show()
  return () => window.removeEventListener(STEP_EVENT, show)
}

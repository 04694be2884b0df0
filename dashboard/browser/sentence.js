// One plain sentence on the step in view. Screen readers hear it when the step rests, not while it plays.

const STEP_EVENT = "em-explorer:step"
const listeners = new WeakMap()

export default function ({ data, parentElement }) {
  const sentence = parentElement.querySelector(".sentence")
  const show = () => {
    const { step, playing } = window.emExplorer ?? { step: 0, playing: false }
    sentence.setAttribute("aria-live", playing ? "off" : "polite")
    sentence.textContent = data.sentences[Math.min(step, data.sentences.length - 1)]
  }
  window.removeEventListener(STEP_EVENT, listeners.get(parentElement))
  window.addEventListener(STEP_EVENT, show)
  listeners.set(parentElement, show)
  show()
  return () => window.removeEventListener(STEP_EVENT, show)
}

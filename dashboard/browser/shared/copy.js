import { make } from "./element.js"

// Copies a text and says so on the button's `label`, which reads `word` at other times. Where the browser forbids it,
// as in some frames, `question` and the text are shown, to be copied by hand.
export async function copy(text, label, word, question) {
  try {
    await navigator.clipboard.writeText(text)
    label.textContent = "Copied"
    setTimeout(() => { label.textContent = word }, 1500)
  } catch {
    show(text, label.getRootNode(), question)
  }
}

const LOOK = {
  boxSizing: "border-box", width: "min(36rem, 92vw)", padding: "1rem 1.2rem", borderRadius: "0.6rem",
  font: "1rem var(--st-font)", color: "var(--st-text-color)", background: "var(--st-background-color)",
  border: "1px solid var(--st-border-color)",
}
const OF_TEXT = {
  display: "block", boxSizing: "border-box", width: "100%", margin: "0.5rem 0", font: "inherit", color: "inherit",
  background: "var(--st-secondary-background-color)",
}

// A frame without rights has no `prompt`.
function show(text, root, question) {
  const box = make("textarea", { readOnly: true, rows: 4, value: text }), close = make("button", { textContent: "Close" })
  const dialog = make("dialog", {}, make("label", {}, question, box), close)
  dialog.ariaLabel = question
  Object.assign(dialog.style, LOOK)
  Object.assign(box.style, OF_TEXT)
  close.onclick = () => dialog.close()
  dialog.onclose = () => dialog.remove()
  ;(root.body ?? root).append(dialog)
  dialog.showModal()
  box.select()
}

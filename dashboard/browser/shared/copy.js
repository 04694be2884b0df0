// Copies a text and says so on the button's `label`, which reads `word` at other times. Where the browser forbids it,
// `question` shows the text, to be copied by hand.
export async function copy(text, label, word, question) {
  try {
    await navigator.clipboard.writeText(text)
    label.textContent = "Copied"
    setTimeout(() => { label.textContent = word }, 1500)
  } catch {
    window.prompt(question, text.replaceAll("\n", " "))
  }
}

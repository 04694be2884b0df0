// The card of all keys. The browser closes it on Esc, and gives the focus back to where it was.

const BAR = ".st-key-step-bar"

// `tour`: { begin, isPossible }, which the card can show again. Returns what opens it.
export function keyCard(root, tour) {
  const card = root.querySelector(".card"), again = card.querySelector(".again")
  again.onclick = () => {
    card.close()
    tour.begin()
  }
  card.querySelector(".close").onclick = () => card.close()
  card.onclick = ({ target }) => { if (target === card) card.close() } // beside the card
  return () => {
    if (card.open) return
    card.querySelector(".of-steps").hidden = !document.querySelector(BAR)
    again.hidden = !tour.isPossible()
    card.showModal()
  }
}

// The page's charts, as Streamlit and Vega make them: their bound inputs are the way in and out.

export const CHART = "[data-testid=stVegaLiteChart]"

export const inputsOf = name => [...document.querySelectorAll(`form.vega-bindings input[name=${name}]`)]

// Which run the chart of an input shows: its companion's name, or none (charts/stepping.py).
export const runShown = input => input.form.querySelector("input[name=run]")?.value ?? ""

// Vega hears of a change by an event; none of what an input does not take as it is said, and so has already.
export function write(input, value) {
  const before = input.value
  if (before === String(value)) return
  input.value = value
  if (input.value !== before) input.dispatchEvent(new Event("input", { bubbles: true }))
}

// Calls `act` whenever elements are made: charts are made anew on a theme switch, in full screen, with new axes.
// Returns what ends it.
export function onNewElements(act) {
  const observer = new MutationObserver(act)
  observer.observe(document.body, { childList: true, subtree: true })
  return () => observer.disconnect()
}

// Streamlit runs a component's function again, on the same element, when its data or the theme change. The clean-up of
// a run that another has replaced comes late or never.

const states = new WeakMap(), ends = new WeakMap()

// What lasts from run to run; `make` makes it at first.
export function lasting(element, make) {
  if (!states.has(element)) states.set(element, make())
  return states.get(element)
}

export const forget = element => states.delete(element)

// Ends what the run before began, and returns the clean-up of this run: it ends what this one began, and goes on with
// `gone` unless another run has taken over.
export function cleanUp(element, begun, gone = () => {}) {
  ends.get(element)?.()
  const end = () => begun.forEach(stop => stop())
  ends.set(element, end)
  return () => {
    end()
    if (ends.get(element) === end) gone()
  }
}

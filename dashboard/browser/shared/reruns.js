// Streamlit runs a component's function again, on the same element, when its data or the theme change. The clean-up of
// a run that another has replaced comes late or never.

const states = new WeakMap(), ends = new WeakMap()

// What lasts from run to run; `make` makes it at first.
export function lasting(element, make) {
  if (!states.has(element)) states.set(element, make())
  return states.get(element)
}

// A part that lasts: `make(element)` makes it, `take(data, setTriggerValue)` gives it what comes with every run, `remove()`
// ends it, if there is anything to end. Returns the clean-up.
export function keepAlive({ data, parentElement, setTriggerValue }, make) {
  const part = lasting(parentElement, () => make(parentElement))
  part.take(data, setTriggerValue)
  return cleanUp(parentElement, [], () => {
    part.remove?.()
    states.delete(parentElement)
  })
}

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

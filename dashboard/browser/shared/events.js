// Events by which the parts of a page tell each other what is in view.

export const announce = (name, detail) => window.dispatchEvent(new CustomEvent(name, { detail }))

// Returns what ends it.
export function listen(name, act) {
  window.addEventListener(name, act)
  return () => window.removeEventListener(name, act)
}

// How large elements are, and how many pixels the screen has there.

// Calls `act` when any of these elements gets another size, or the screen another resolution, as when a window goes to
// another screen: what is drawn on canvases is then to be drawn anew. Returns what ends it.
export function onNewSize(elements, act) {
  const sizes = new ResizeObserver(act)
  elements.forEach(element => sizes.observe(element))
  let resolution = null
  function listen() {
    resolution?.removeEventListener("change", changed)
    resolution = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`)
    resolution.addEventListener("change", changed)
  }
  function changed() {
    listen()
    act()
  }
  listen()
  return () => {
    sizes.disconnect()
    resolution.removeEventListener("change", changed)
  }
}

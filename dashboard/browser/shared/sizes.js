// How large elements are, and how many pixels the screen has there.

// Else, in a few browsers, a canvas stays blurred that has come to another screen.
const BOX = "devicePixelContentBoxSize" in ResizeObserverEntry.prototype ? "device-pixel-content-box" : "content-box"

// Calls `act` when any of these elements gets another size or other pixels, and at first: what is drawn on canvases
// is then to be drawn anew. Returns what ends it.
export function onNewSize(elements, act) {
  const sizes = new ResizeObserver(act)
  elements.forEach(element => sizes.observe(element, { box: BOX }))
  return () => sizes.disconnect()
}

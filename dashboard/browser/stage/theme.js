// Charts are drawn on the server, for a light page or a dark one, and a change of the theme does not reach it by itself.

import { lasting } from "../shared/reruns.js"

// Streamlit runs the component again when the theme changes. Asks, once for every change, to draw for what the page is now.
export function keepTheme(element, drawnDark, ask) {
  const last = lasting(element, () => ({ asked: drawnDark }))
  const dark = isDark(getComputedStyle(element.host ?? element).getPropertyValue("--st-background-color"))
  if (dark !== drawnDark && dark !== last.asked) ask(dark)
  last.asked = dark
}

function isDark(colour) {
  const context = document.createElement("canvas").getContext("2d")
  context.fillStyle = colour
  const [red, green, blue] = context.fillStyle.match(/\w\w/g).map(digits => parseInt(digits, 16))
  return red + green + blue < 3 * 128
}

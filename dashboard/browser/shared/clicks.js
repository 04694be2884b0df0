// Clicks on the picture. Its invisible grid writes the place that was clicked into three hidden inputs; the marks to
// draw go into a fourth (charts/pick.py).

import { CHART, inputsOf, onNewElements, write } from "./charts.js"

const CLICK = ["click_at_x", "click_at_y", "click_share"]

// Calls `act({ x, y, share, width, height })` after every click on the picture: data units, the height's share, and the
// chart's size in pixels. Returns what ends it.
export function onClick(act) {
  let waiting = 0
  function read(chart, until) {
    const inputs = CLICK.map(name => chart.querySelector(`input[name=${name}]`))
    if (inputs.every(input => input && input.value !== "")) {
      const [x, y, share] = inputs.map(input => Number(input.value))
      for (const input of inputs) write(input, "") // so that a second click at the same place is news
      const { width, height } = chart.getBoundingClientRect()
      act({ x, y, share, width, height })
    } else if (performance.now() < until) {
      waiting = requestAnimationFrame(() => read(chart, until))
    }
  }
  function listen(event) {
    const chart = event.target instanceof Element && event.target.closest(CHART)
    if (!chart || !chart.querySelector(`input[name=${CLICK[0]}]`)) return
    cancelAnimationFrame(waiting)
    read(chart, performance.now() + 1000)
  }
  document.addEventListener("click", listen)
  return () => {
    cancelAnimationFrame(waiting)
    document.removeEventListener("click", listen)
  }
}

// Has the picture's marks as `marks()` says, also when the picture is made anew. Returns { show, end }.
export function drawMarks(marks) {
  const show = () => inputsOf("marks").forEach(input => write(input, marks()))
  const end = onNewElements(show)
  show()
  return { show, end }
}

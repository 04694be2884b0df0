// Clicks on the picture. Its invisible grid writes the cell that was clicked into three hidden inputs; the marks to
// draw go into a fourth (dashboard/charts/pick.py).

const SPOT = ["spot_at_x", "spot_at_y", "spot_share"]
const ofCharts = name => [...document.querySelectorAll(`form.vega-bindings input[name=${name}]`)]

function write(input, text) {
  if (input.value === text) return
  input.value = text
  input.dispatchEvent(new Event("input", { bubbles: true }))
}

// Calls `act({ x, y, share, width, height })` after every click on the picture: data units, the height's share, and the
// chart's size in pixels. Returns what ends it.
export function onSpot(act) {
  let waiting = 0
  function read(chart, until) {
    const inputs = SPOT.map(name => chart.querySelector(`input[name=${name}]`))
    if (inputs.every(input => input && input.value !== "")) {
      const [x, y, share] = inputs.map(input => Number(input.value))
      for (const input of inputs) write(input, "") // so that a second click on the same cell is news
      const { width, height } = chart.getBoundingClientRect()
      act({ x, y, share, width, height })
    } else if (performance.now() < until) {
      waiting = requestAnimationFrame(() => read(chart, until))
    }
  }
  function onClick(event) {
    const chart = event.target instanceof Element && event.target.closest("[data-testid=stVegaLiteChart]")
    if (!chart || !chart.querySelector(`input[name=${SPOT[0]}]`)) return
    cancelAnimationFrame(waiting)
    read(chart, performance.now() + 1000)
  }
  document.addEventListener("click", onClick)
  return () => {
    cancelAnimationFrame(waiting)
    document.removeEventListener("click", onClick)
  }
}

// Keeps the picture's marks as `marks()` says, also when the picture is made anew. Returns { show, end }.
export function keepMarks(marks) {
  const show = () => ofCharts("marks").forEach(input => write(input, marks()))
  const observer = new MutationObserver(show)
  observer.observe(document.body, { childList: true, subtree: true })
  show()
  return { show, end: () => observer.disconnect() }
}

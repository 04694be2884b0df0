// The cursor over what can be dragged. Vega writes the canvas's own, so a style sheet has the last word.

const RULES = `
  canvas[data-grip=mean] { cursor: grab !important; }
  canvas[data-grip=spread] { cursor: ew-resize !important; }
  html[data-grip=held] * { cursor: grabbing !important; user-select: none !important; }`

export function cursors() {
  const sheet = new CSSStyleSheet(), html = document.documentElement
  sheet.replaceSync(RULES)
  document.adoptedStyleSheets.push(sheet)
  return {
    over(element, grip) {
      if (!(element instanceof HTMLCanvasElement)) return
      if (grip) element.dataset.grip = grip.part
      else delete element.dataset.grip
    },
    hold(held) {
      if (held) html.dataset.grip = "held"
      else delete html.dataset.grip
    },
    end() { document.adoptedStyleSheets = document.adoptedStyleSheets.filter(each => each !== sheet) },
  }
}

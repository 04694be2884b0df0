// Blank images in charts, as large as a plot, whose address ends in a word: what is drawn or noted in their place. Vega
// may draw them on a canvas of the page, or on one of its own of which it makes a picture to save.

// All that import this share one change of `drawImage`, and those who answer for a word.
function answers() {
  if (window.emExplorerBlanks) return window.emExplorerBlanks
  const asked = window.emExplorerBlanks = []
  const draw = CanvasRenderingContext2D.prototype.drawImage
  CanvasRenderingContext2D.prototype.drawImage = function (image, ...box) {
    const word = box.length === 4 && image instanceof HTMLImageElement ? wordOf(image.src) : ""
    if (!word || !asked.some(answer => answer(word, this, box))) draw.call(this, image, ...box)
  }
  return asked
}

const wordOf = address => (address.startsWith("data:") ? address.slice(address.lastIndexOf("#") + 1 || address.length) : "")

// Whenever Vega draws such an image, `answer(word, context, [x, y, width, height])` says whether the word is its own;
// the latest to come is the first to be asked. Returns what ends it.
export function onBlank(answer) {
  answers().unshift(answer)
  return () => answers().splice(answers().indexOf(answer), 1)
}

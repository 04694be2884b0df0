// A few colours that stand for many: boxes of colours are cut where they spread the most, again and again (Heckbert's
// median cut, at the mean: Wu 1991), and each box is told by its mean. Colours are 0xBBGGRR, as a canvas has them.

const BINS = 1 << 16 // of 5, 6 and 5 bits of red, green and blue
const binOf = colour => ((colour & 0xf8) << 8) | ((colour & 0xfc00) >> 5) | ((colour & 0xf80000) >> 19)
const AXES = [bin => bin >> 11 << 1, bin => (bin >> 5) & 63, bin => (bin & 31) << 1]

// The colours of the places in `chosen`: { palette: up to `most` of them, three bytes each; indexOf(colour) }.
export function makePalettes() {
  const counts = new Float64Array(BINS), sums = [0, 1, 2].map(() => new Float64Array(BINS)), indices = new Uint8Array(BINS)

  return (colours, chosen, most) => {
    const bins = binsOf(colours, chosen)
    const boxes = [boxOf(bins)]
    while (boxes.length < most) {
      const widest = boxes.reduce((best, box) => (box.spread > best.spread ? box : best))
      if (!(widest.spread > 0)) break
      const { axis, mean } = widest
      const low = widest.bins.filter(bin => AXES[axis](bin) <= mean), high = widest.bins.filter(bin => AXES[axis](bin) > mean)
      boxes.splice(boxes.indexOf(widest), 1, boxOf(low), boxOf(high))
    }
    const palette = new Uint8Array(3 * boxes.length)
    boxes.forEach((box, index) => {
      let count = 0, total = [0, 0, 0]
      for (const bin of box.bins) {
        indices[bin] = index
        count += counts[bin]
        total = total.map((sum, i) => sum + sums[i][bin])
      }
      palette.set(total.map(sum => Math.round(sum / count)), 3 * index)
    })
    return { palette, indexOf: colour => indices[binOf(colour)] }
  }

  function binsOf(colours, chosen) {
    counts.fill(0)
    sums.forEach(sum => sum.fill(0))
    const bins = []
    for (const place of chosen) {
      const colour = colours[place], bin = binOf(colour)
      if (counts[bin]++ === 0) bins.push(bin)
      sums[0][bin] += colour & 255
      sums[1][bin] += (colour >> 8) & 255
      sums[2][bin] += (colour >> 16) & 255
    }
    return bins
  }

  // The axis along which its colours spread the most, by the sum of their squared distances from the mean.
  function boxOf(bins) {
    const box = { bins, axis: 0, mean: 0, spread: 0 }
    AXES.forEach((along, axis) => {
      let count = 0, sum = 0, squares = 0
      for (const bin of bins) {
        const value = along(bin)
        count += counts[bin]
        sum += counts[bin] * value
        squares += counts[bin] * value * value
      }
      const spread = squares - (sum * sum) / count
      if (spread > box.spread + 1e-6) Object.assign(box, { axis, mean: sum / count, spread })
    })
    return box
  }
}

// An animated GIF that goes on for ever, picture by picture (GIF89a). A picture holds only the rectangle in which it
// differs from the one before, and there only what differs, in colours of its own.

import { makeCompressor } from "./lzw.js"
import { makePalettes } from "./palette.js"

const COLOURS = 255, UNCHANGED = 255 // the last entry of a palette is for what stays as it is
const CLOSE = 4 // of 255: a red, green or blue that differs by no more stays as it is

const differs = (one, other) =>
  one !== other && (Math.abs((one & 255) - (other & 255)) > CLOSE ||
    Math.abs(((one >> 8) & 255) - ((other >> 8) & 255)) > CLOSE || Math.abs(((one >> 16) & 255) - ((other >> 16) & 255)) > CLOSE)

export function makeGif(width, height) {
  const compress = makeCompressor(), paletteOf = makePalettes()
  let bytes = new Uint8Array(1 << 18), size = 0, shown = null // the colours that are seen, before any palette

  const push = byte => {
    if (size === bytes.length) {
      const before = bytes
      bytes = new Uint8Array(2 * size)
      bytes.set(before)
    }
    bytes[size++] = byte
  }
  const pushAll = (...list) => list.forEach(push)
  const pushText = text => pushAll(...[...text].map(letter => letter.charCodeAt(0)))
  const two = number => [number & 255, number >> 8]

  pushText("GIF89a")
  pushAll(...two(width), ...two(height), 0x70, 0, 0) // without a palette for all
  pushAll(0x21, 0xff, 11)
  pushText("NETSCAPE2.0")
  pushAll(3, 1, 0, 0, 0) // again and again

  // `pixels`: red, green, blue and opacity of every place; `hundredths` of a second for which it is seen.
  function add(pixels, hundredths) {
    const colours = new Uint32Array(pixels.buffer), changed = []
    for (let i = 0; i < colours.length; i++) if (!shown || differs(colours[i], shown[i])) changed.push(i)
    shown ??= new Uint32Array(colours.length)
    const box = boxAround(changed), { palette, indexOf } = changed.length ? paletteOf(colours, changed, COLOURS) : NOTHING
    const indices = new Uint8Array(box.wide * box.high).fill(UNCHANGED)
    for (const i of changed) {
      indices[(Math.floor(i / width) - box.top) * box.wide + (i % width) - box.left] = indexOf(colours[i])
      shown[i] = colours[i]
    }
    pushAll(0x21, 0xf9, 4, 0b101, ...two(hundredths), UNCHANGED, 0) // what lies under it stays
    pushAll(0x2c, ...two(box.left), ...two(box.top), ...two(box.wide), ...two(box.high), 0x87)
    for (let i = 0; i < 768; i++) push(palette[i] ?? 0)
    compress(indices, push)
  }

  function boxAround(places) {
    if (!places.length) return { left: 0, top: 0, wide: 1, high: 1 }
    let left = width, right = 0
    for (const i of places) {
      left = Math.min(left, i % width)
      right = Math.max(right, i % width)
    }
    const top = Math.floor(places[0] / width), bottom = Math.floor(places.at(-1) / width)
    return { left, top, wide: right - left + 1, high: bottom - top + 1 }
  }

  return {
    add,
    size: () => size,
    end() {
      push(0x3b)
      return new Blob([bytes.subarray(0, size)], { type: "image/gif" })
    },
  }
}

const NOTHING = { palette: [] }

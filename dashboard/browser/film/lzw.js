// Compression as GIF has it (LZW with codes of variable length; GIF89a specification, appendix F).

const CLEAR = 256, END = 257, FIRST = 258, MOST = 4096 // codes
const BLOCK = 255 // bytes

// Compresses lists of numbers from 0 to 255; each is handed to `push`, byte by byte, in blocks that say their length.
export function makeCompressor() {
  const known = new Int32Array(MOST << 8) // by a sequence's code and the number after it: the longer one's code
  let age = 0 // of the codes; those from before the last clearing are void

  return (numbers, push) => {
    const block = new Uint8Array(BLOCK)
    let next, width, held = 0, bits = 0, filled = 0

    const clear = () => {
      age++
      next = FIRST
      width = 9
    }
    const flush = () => {
      push(filled)
      for (let i = 0; i < filled; i++) push(block[i])
      filled = 0
    }
    const add = byte => {
      block[filled++] = byte
      if (filled === BLOCK) flush()
    }
    const write = code => {
      held |= code << bits
      for (bits += width; bits >= 8; bits -= 8, held >>>= 8) add(held & 255)
    }

    push(8) // bits of a number
    clear()
    write(CLEAR)
    let code = numbers[0]
    for (let i = 1; i < numbers.length; i++) {
      const at = (code << 8) | numbers[i], longer = known[at]
      if (longer >> 12 === age) {
        code = longer & (MOST - 1)
        continue
      }
      write(code)
      code = numbers[i]
      if (next === MOST) {
        write(CLEAR)
        clear()
      } else {
        if (next >= 1 << width) width++
        known[at] = (age << 12) | next++
      }
    }
    write(code)
    if (next >= 1 << width && width < 12) width++
    write(END)
    if (bits > 0) add(held & 255)
    if (filled) flush()
    push(0)
  }
}

const LINE_FEED = 10

/** Where in a text a byte stands; moves forward only. UTF-16 code units are counted by the lead bytes of UTF-8. */
export class Position {
  line = 1
  column = 1

  advance(bytes: Uint8Array, from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const byte = bytes[at] as number
      if (byte === LINE_FEED) {
        this.line++
        this.column = 1
      } else if ((byte & 0xc0) !== 0x80) this.column += byte >= 0xf0 ? 2 : 1
    }
  }
}

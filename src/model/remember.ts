/** The same function, which keeps what it made for the last some thousand different values: lists of keys share their days. */
export function remember<K, V>(make: (value: K) => V, most = 4096): (value: K) => V {
  const made = new Map<K, V>()
  return (value) => {
    const known = made.get(value)
    if (known !== undefined) return known
    if (made.size >= most) made.clear()
    const fresh = make(value)
    made.set(value, fresh)
    return fresh
  }
}

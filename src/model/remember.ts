/** The same function, which keeps what it made for each object for as long as that object is in use. */
export function rememberFor<K extends object, V extends object>(make: (value: K) => V): (value: K) => V {
  const made = new WeakMap<K, V>()
  return (value) => {
    const known = made.get(value)
    if (known !== undefined) return known
    const fresh = make(value)
    made.set(value, fresh)
    return fresh
  }
}

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

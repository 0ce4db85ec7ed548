/** Keeps what is made for a key, and makes it where there is nothing yet. */

/** What a map has for a key; where it has nothing, what is made for it, which it then keeps. */
export function kept<Key, Value>(
  map: { get(key: Key): Value | undefined; set(key: Key, value: Value): unknown },
  key: Key,
  make: () => Value,
): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

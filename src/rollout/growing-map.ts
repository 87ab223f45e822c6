type Entry<V> = { key: string; value: V; place: number }
type Branch<V> = readonly (Node<V> | undefined)[]
type Bucket<V> = { entries: readonly Entry<V>[] }
type Node<V> = Branch<V> | Bucket<V>

const bits = 5
const fanOut = 1 << bits
const mostInBucket = 8
const deepest = 30

const hashOf = (key: string): number => {
  let hash = 2166136261
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 16777619)
  return hash ^ (hash >>> 15)
}

const slotOf = (hash: number, depth: number): number => (hash >>> depth) & (fanOut - 1)
const isBucket = <V>(node: Node<V>): node is Bucket<V> => !Array.isArray(node)

const split = <V>(entries: readonly Entry<V>[], depth: number): Branch<V> => {
  const slots: (Bucket<V> | undefined)[] = new Array(fanOut).fill(undefined)
  for (const entry of entries) {
    const slot = slotOf(hashOf(entry.key), depth)
    slots[slot] = { entries: [...(slots[slot]?.entries ?? []), entry] }
  }
  return slots
}

const put = <V>(node: Node<V> | undefined, entry: Entry<V>, hash: number, depth: number): Node<V> => {
  if (!node) return { entries: [entry] }
  if (!isBucket(node)) {
    const slot = slotOf(hash, depth)
    return node.with(slot, put(node[slot], entry, hash, depth + bits))
  }
  const index = node.entries.findIndex((one) => one.key === entry.key)
  if (index >= 0) return { entries: node.entries.with(index, entry) }
  const entries = [...node.entries, entry]
  return entries.length > mostInBucket && depth < deepest ? split(entries, depth) : { entries }
}

const find = <V>(root: Node<V> | undefined, key: string): Entry<V> | undefined => {
  const hash = hashOf(key)
  let node = root
  for (let depth = 0; node && !isBucket(node); depth += bits) node = node[slotOf(hash, depth)]
  return node?.entries.find((one) => one.key === key)
}

const collect = <V>(node: Node<V> | undefined, into: Entry<V>[]): Entry<V>[] => {
  if (!node) return into
  if (isBucket(node)) into.push(...node.entries)
  else for (const child of node) collect(child, into)
  return into
}

/**
 * A map that never changes and shares what it holds with the maps made from it: one more entry among thousands costs
 * as little as among ten. It is read in the order in which its keys came.
 */
export class GrowingMap<V> implements ReadonlyMap<string, V> {
  readonly size: number
  readonly #root: Node<V> | undefined
  #ordered: Entry<V>[] | undefined

  private constructor(root: Node<V> | undefined, size: number) {
    this.#root = root
    this.size = size
  }

  static empty<V>(): GrowingMap<V> {
    return new GrowingMap<V>(undefined, 0)
  }

  with(key: string, value: V): GrowingMap<V> {
    const known = find(this.#root, key)
    const entry = { key, value, place: known?.place ?? this.size }
    return new GrowingMap(put(this.#root, entry, hashOf(key), 0), known ? this.size : this.size + 1)
  }

  get(key: string): V | undefined {
    return find(this.#root, key)?.value
  }

  has(key: string): boolean {
    return find(this.#root, key) !== undefined
  }

  forEach(visit: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const { key, value } of this.#entries()) visit(value, key, this)
  }

  entries(): MapIterator<[string, V]> {
    return this.#entries()
      .map(({ key, value }): [string, V] => [key, value])
      .values()
  }

  keys(): MapIterator<string> {
    return this.#entries()
      .map(({ key }) => key)
      .values()
  }

  values(): MapIterator<V> {
    return this.#entries()
      .map(({ value }) => value)
      .values()
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries()
  }

  #entries(): Entry<V>[] {
    this.#ordered ??= collect(this.#root, []).sort((a, b) => a.place - b.place)
    return this.#ordered
  }
}

import { setFlagsFromString } from 'node:v8'

/** Whose flags are known; of one that it does not know V8 complains on stderr. */
const [oldest, newest] = [11, 13]

/**
 * For lists of more than a page. Watching thousands of pods keeps little and throws much away, and V8 would rather take
 * memory than look for it: with these it looks sooner, and takes half for a third more of processor time. Both are
 * numbers that it reads at each collection (MemoryController::GrowingFactor, Heap::Scavenge), so that they may change
 * while it runs.
 */
export function spareMemory(): void {
  const version = Number.parseInt(process.versions.v8, 10)
  if (version < oldest || version > newest) return
  setFlagsFromString('--heap-growing-percent=30')
  setFlagsFromString('--semi-space-growth-factor=1')
}

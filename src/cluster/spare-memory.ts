import { setFlagsFromString } from 'node:v8'

/** Whose flags are known; of one that it does not know V8 complains on stderr. */
const [oldest, newest] = [11, 13]

/**
 * For hundreds of objects and more. Watching thousands of pods keeps little and throws much away, and V8 would rather
 * take memory than look for it; with these it looks sooner. All three are read at each collection
 * (Heap::ShouldOptimizeForMemoryUsage, MemoryController::GrowingFactor, NewSpace::Grow), so they may change while it
 * runs. A short command would be slower by them.
 */
export function spareMemory(): void {
  const version = Number.parseInt(process.versions.v8, 10)
  if (version < oldest || version > newest) return
  setFlagsFromString('--optimize-for-size')
  setFlagsFromString('--heap-growing-percent=10')
  setFlagsFromString('--semi-space-growth-factor=1')
}

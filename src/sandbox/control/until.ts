type Options = { signal?: AbortSignal | undefined; giveUp?: () => boolean; everyMs?: number }

/** Asks again and again until it is so; false when the time is over, or it never will be. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  withinMs: number,
  { signal, giveUp, everyMs = 20 }: Options = {},
): Promise<boolean> {
  const end = performance.now() + withinMs
  while (performance.now() < end && !signal?.aborted) {
    if (await isSo()) return true
    if (giveUp?.()) return isSo()
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
  return false
}

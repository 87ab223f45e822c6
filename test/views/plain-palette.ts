import type { Palette } from '../../src/ports.ts'

const same = (text: string) => text

/** No colours: tests read what people read. */
export const plain: Palette = { good: same, bad: same, warn: same, dim: same, strong: same, accent: same }

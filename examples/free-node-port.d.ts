export function freeNodePort(candidate?: number): Promise<number>

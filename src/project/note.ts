/** Something worth knowing before the first deploy: what was seen, where, and what to do about it. */
export type Note = { id: string; severity: 'warn' | 'info'; message: string; source: string; advice?: string }

import type { ReleaseRun } from './release-run.ts'

/** The first Ctrl-C is answered at once: what follows may take helm some seconds. */
export function tellStopping({ world: { signal }, story }: Pick<ReleaseRun, 'world' | 'story'>): void {
  const tell = () => {
    const [what, again] =
      signal.reason === 'SIGINT' ? ['Ctrl-C', 'Ctrl-C again'] : [String(signal.reason), 'once more']
    story.note(`${what}: stopping; a helm at work records its state first (${again} leaves at once)`, 'warn')
  }
  signal.addEventListener('abort', tell, { once: true })
}

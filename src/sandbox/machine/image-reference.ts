const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const pattern = new RegExp(
  `^(?:[a-zA-Z0-9.-]+(?::\\d+)?/)?${component}(?:/${component})*(?::[\\w][\\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$`,
)

export const isImageReference = (ref: string): boolean => pattern.test(ref)

/** `todo` → `docker.io/library/todo:latest`: the name that a container runtime asks for. */
export function fullReference(ref: string): string {
  const first = ref.split('/')[0] ?? ''
  const hasHost = ref.includes('/') && (first.includes('.') || first.includes(':') || first === 'localhost')
  const hosted = hasHost ? ref : `docker.io/${ref.includes('/') ? '' : 'library/'}${ref}`
  const last = hosted.slice(hosted.lastIndexOf('/') + 1)
  return last.includes(':') || last.includes('@') ? hosted : `${hosted}:latest`
}

import type { ContainerCase } from './cases.ts'

/** Who a sentence is about: the component, and which of its containers where it has several. */
export const nameSubject = ({ container, scope, pod }: ContainerCase): string => {
  const { role } = scope.component
  const isOnly = container.kind === 'main' && pod.containers.filter((one) => one.kind === 'main').length === 1
  return isOnly || container.name === role ? role : `${role}: container ${container.name}`
}

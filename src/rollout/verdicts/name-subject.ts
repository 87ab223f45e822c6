import type { ContainerCase } from './cases.ts'

/** The component's own container; the others are somebody's addition to the chart. */
export const isOwnContainer = ({ container, scope, pod }: ContainerCase): boolean =>
  container.name === scope.component.role ||
  (container.kind === 'main' && pod.containers.filter((one) => one.kind === 'main').length === 1)

/** Who a sentence is about: the component, and which of its containers where it has several. */
export const nameSubject = (subject: ContainerCase): string => {
  const { role } = subject.scope.component
  return isOwnContainer(subject) ? role : `${role}: container ${subject.container.name}`
}

/** What the scheduler thought of besides, which helps nobody here. */
const deliberations = /\.? (no new claims to deallocate, )?preemption: .*$/s

/** Why no node takes a pod, without what would not help either. */
export const withoutDeliberations = (message: string): string => message.replace(deliberations, '')

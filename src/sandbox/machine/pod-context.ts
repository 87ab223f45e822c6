import type { EventRecorder } from '../controllers/event-recorder.ts'
import type { Pod } from '../controllers/objects.ts'
import type { Store } from '../store.ts'
import type { Fault } from './faults.ts'
import type { ImageRegistry } from './images.ts'
import type { ContainerRecord } from './pod-status.ts'
import type { FindAddress } from './point-at-services.ts'
import type { Reaper } from './reaper.ts'
import type { MachineSettings } from './settings.ts'

/** What every pod of this machine shares. */
export type MachineParts = {
  store: Store
  record: EventRecorder
  images: ImageRegistry
  findAddress: FindAddress
  reaper: Reaper
  settings: MachineSettings
  /** Variables of this machine that processes keep: PATH, HOME … */
  hostEnv: Record<string, string>
}

/** What the containers of one pod share. */
export type PodContext = MachineParts & {
  pod: Pod
  podIP: string
  fault: Fault | undefined
  /** Fires when the pod is deleted. */
  signal: AbortSignal
  /** Writes the pod's status from its records. */
  publish(): void
  /** Says in the pod's own annotations that it only pretends to run, and why. */
  markSimulated(why: string): void
  tell(type: 'Normal' | 'Warning', reason: string, message: string, record?: ContainerRecord): void
}

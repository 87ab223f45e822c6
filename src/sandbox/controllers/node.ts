import { arch, cpus, platform, totalmem } from 'node:os'
import type { StoredObject } from '../store.ts'
import { now } from './conditions.ts'

export const nodeName = 'sandbox'

export type NodeSize = { cpu: string; memory: string; pods: string }

/** This machine, unless the sandbox is told to pretend another size (scale tests do). */
export const machineSize = (): NodeSize => ({
  cpu: String(cpus().length),
  memory: `${Math.floor(totalmem() / 1024)}Ki`,
  pods: '110',
})

const architectures: Record<string, string> = { x64: 'amd64', ia32: '386' }

export function nodeObject(size: NodeSize, version: string): StoredObject {
  const resources = { ...size, 'ephemeral-storage': '100Gi' }
  const architecture = architectures[arch()] ?? arch()
  const labels = {
    'kubernetes.io/arch': architecture,
    'kubernetes.io/hostname': nodeName,
    'kubernetes.io/os': 'linux',
    'node.kubernetes.io/instance-type': 'k8sdeploy-sandbox',
  }
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: nodeName, labels },
    spec: { podCIDR: '10.244.0.0/16' },
    status: {
      capacity: resources,
      allocatable: resources,
      addresses: [
        { type: 'InternalIP', address: '127.0.0.1' },
        { type: 'Hostname', address: nodeName },
      ],
      conditions: nodeConditions(),
      nodeInfo: {
        architecture,
        operatingSystem: platform(),
        kubeletVersion: version,
        kubeProxyVersion: '',
        containerRuntimeVersion: `processes://${process.version.slice(1)}`,
        osImage: 'k8sdeploy sandbox (local processes)',
        kernelVersion: '',
        machineID: '',
        systemUUID: '',
        bootID: '',
      },
    },
  }
}

function nodeConditions() {
  const told = (type: string, status: string, reason: string, message: string) => ({
    type,
    status,
    reason,
    message,
    lastHeartbeatTime: now(),
    lastTransitionTime: now(),
  })
  return [
    told('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
    told('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
    told('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
    told('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
  ]
}

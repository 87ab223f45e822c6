import { chmod, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { answer, forbidden, wantsToken } from './faulty/faults.ts'
import { atRollout, makeFail, up, withFault } from './faulty/judge.ts'
import { certificateUser, type Fault } from './faulty/proxy.ts'
import { kubectl } from './kubectl.ts'

vi.setConfig({ maxConcurrency: 6 })

const none: Fault = () => false

describe('sight of the cluster', () => {
  test.concurrent('that is lost and regained is a note', async () => {
    await withFault(none, async (place) => {
      const { proxy } = place
      const judged = await up(place, { onEvent: atRollout(() => void proxy.restart(10_000)) })
      expect(judged.up.report.status, judged.up.why).toBe('verified')
      const notes = JSON.stringify(judged.up.documents.filter(({ type }) => type === 'note'))
      expect(notes).toMatch(/lost sight of the cluster.*connection/)
      expect(notes).toMatch(/answers again after \d+ s/)
      expect(judged.perSecond).toBeLessThan(25)
    })
  })

  test.concurrent('that is lost for good is no failed rollout', async () => {
    await withFault(none, async (place) => {
      const { proxy } = place
      const judged = await up(place, { timeout: 15, onEvent: atRollout(() => void proxy.stop()) })
      expect(judged.up.code, judged.up.why).toBe(43)
      expect(judged.up.report.error?.code).toBe('LOST_SIGHT')
      expect(judged.up.report.verdict).toBeUndefined()
      expect(JSON.stringify(judged.up.report.error?.evidence)).toMatch(
        /connection refused.*last seen: frontend/,
      )
      expect(judged.up.report.next).toContain('k8sdeploy status')
    })
  })

  test.concurrent('that refuses the credentials for ever says so', async () => {
    let isRefusing = false
    const fault: Fault = (exchange) => (isRefusing ? answer(exchange, { status: 401 }) : false)
    await withFault(fault, async (place) => {
      const refuse = () => {
        isRefusing = true
        place.proxy.cut()
      }
      const judged = await up(place, { timeout: 15, onEvent: atRollout(refuse) })
      expect(judged.up.code, judged.up.why).toBe(43)
      expect(JSON.stringify(judged.up.report.error)).toMatch(/does not accept the credentials/)
      expect(judged.perSecond).toBeLessThan(25)
    })
  })
})

describe('what may not be seen', () => {
  test.concurrent.each([
    ['events', 'Event', 'verified'],
    ['endpointslices', 'EndpointSlice', 'available'],
    ['replicasets', 'ReplicaSet', 'available'],
    ['pods', 'Pod', 'available'],
  ])('%s', async (resource, kind, status) => {
    await withFault(forbidden(resource), async (place) => {
      const healthy = await up(place)
      expect(healthy.up.report.status, healthy.up.why).toBe(status)
      expect(healthy.up.code).toBe(0)
      expect(healthy.up.report.unseen).toMatchObject([{ kind, message: expect.stringContaining(resource) }])
      await makeFail(place)
      const failing = await up(place, { timeout: 25 })
      // without pods, or whose they are, nothing but the deadline tells
      const isBlind = kind === 'Pod' || kind === 'ReplicaSet'
      expect(failing.up.code, failing.up.why).toBe(isBlind ? 41 : 40)
      if (isBlind)
        expect(JSON.stringify(failing.up.report.error)).toContain(`can't see objects of kind ${kind}`)
      else expect(failing.up.report.verdict?.class, failing.up.why).toBe('config-missing')
    })
  })

  test.concurrent('deployments: nothing is released', async () => {
    await withFault(forbidden('deployments'), async (place) => {
      const { up: judged } = await up(place)
      expect(judged.code, judged.why).toBe(11)
      expect(judged.report.release.revision).toBeUndefined()
    })
  })
})

describe('credentials', () => {
  /** The cluster wants another token once the rollout has begun. */
  const rotating = () => {
    const state = { token: 'first' }
    return { state, fault: wantsToken(() => state.token) }
  }

  test.concurrent('from a token file that changes', async () => {
    const { state, fault } = rotating()
    const tokenFile = ({ folder }: { folder: string }) => join(folder, 'token')
    const user = async (proxy: { folder: string }) => {
      await writeFile(tokenFile(proxy), state.token)
      return { tokenFile: tokenFile(proxy) }
    }
    await withFault(
      fault,
      async (place) => {
        const rotate = async () => {
          await writeFile(tokenFile(place.proxy), 'second')
          state.token = 'second'
          place.proxy.cut()
        }
        const { up: judged } = await up(place, { onEvent: atRollout(() => void rotate()) })
        expect(judged.report.status, judged.why).toBe('verified')
      },
      user,
    )
  })

  test.concurrent('from a login program, which is asked once more', async () => {
    const { state, fault } = rotating()
    const user = async ({ folder }: { folder: string }) => {
      const command = join(folder, 'login')
      await writeFile(join(folder, 'token'), state.token)
      await writeFile(
        command,
        `#!/bin/sh
cat /proc/$PPID/comm >>${folder}/runs
echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"'$(cat ${folder}/token)'"}}'
`,
      )
      await chmod(command, 0o755)
      return { exec: { apiVersion: 'client.authentication.k8s.io/v1', command, interactiveMode: 'Never' } }
    }
    await withFault(
      fault,
      async (place) => {
        const { folder } = place.proxy
        const rotate = async () => {
          await writeFile(join(folder, 'token'), 'second')
          state.token = 'second'
          place.proxy.cut()
        }
        const { up: judged } = await up(place, { onEvent: atRollout(() => void rotate()) })
        expect(judged.report.status, judged.why).toBe('verified')
        const runs = (await readFile(join(folder, 'runs'), 'utf8'))
          .split('\n')
          .filter((name) => /node/.test(name))
        expect(runs).toHaveLength(2)
      },
      user,
    )
  })

  test.concurrent('through an HTTP proxy', async () => {
    let tunnels = 0
    const tunnel = createServer()
    tunnel.on('connect', (request, socket) => {
      tunnels += 1
      const [host, port] = (request.url ?? '').split(':')
      const behind = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        socket.pipe(behind).pipe(socket)
      })
      for (const one of [socket, behind]) one.on('error', () => behind.destroy())
    })
    await new Promise<void>((resolve) => tunnel.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(tunnel.address() as AddressInfo).port}`
    try {
      await withFault(none, async (place) => {
        const kubeconfig = await place.proxy.writeKubeconfig(certificateUser(), { 'proxy-url': url })
        const { up: judged } = await up({ ...place, kubeconfig })
        expect(judged.report.status, judged.why).toBe('verified')
        expect(tunnels).toBeGreaterThan(2)
      })
    } finally {
      tunnel.closeAllConnections()
      tunnel.close()
    }
  })
})

test.concurrent('it ends at once, and leaves no connection', async ({ expect }) => {
  await withFault(none, async (place) => {
    let toldAt = 0
    await up(place, {
      onEvent: () => {
        toldAt = performance.now()
      },
    })
    // a forgotten timer or socket would keep it for ten seconds and more
    expect(performance.now() - toldAt).toBeLessThan(3000)
    await expect.poll(() => place.proxy.connections()).toBe(0)
  })
})

test.concurrent('what a Secret holds is not kept in memory', async () => {
  await withFault(none, async (place) => {
    const { project } = place
    const secret = `canary-${project.name}-${'x'.repeat(20)}`
    await kubectl('create', 'namespace', project.namespace)
    await kubectl(
      'create',
      'secret',
      'generic',
      'other',
      '-n',
      project.namespace,
      `--from-literal=KEY=${secret}`,
    )
    const snapshot = join(project.root, 'heap')
    await up(place, {
      env: { NODE_OPTIONS: `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${project.root}` },
      onEvent: (event, child) => {
        if (event['type'] === 'phase-started' && event['phase'] === 'verify') child.kill('SIGUSR2')
      },
    })
    const { readdir } = await import('node:fs/promises')
    const [file] = (await readdir(project.root)).filter((name) => name.endsWith('.heapsnapshot'))
    expect(file, snapshot).toBeDefined()
    const heap = await readFile(join(project.root, file!), 'utf8')
    expect(heap).toContain('hmac:')
    expect(heap).not.toContain(secret)
    expect(heap).not.toContain(Buffer.from(secret).toString('base64'))
  })
})

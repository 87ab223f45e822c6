import { afterEach, expect, it } from 'vitest'
import { listeningPorts, readListening } from '../../src/cluster/listening-ports.ts'
import { fakePods, frame, type Program } from './fake-pods.ts'

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 49853 1 0 100 0 0 10 0
   1: 0100007F:9C40 0100007F:1538 01 00000000:00000000 00:00000000 00000000  1000        0 49854 1 0 100 0 0 10 0
  sl  local_address                         remote_address                        st tx_queue rx_queue
  12: 00000000000000000000000001000000:1F40 00000000000000000000000000000000:0000 0A 00000000:00000000 00:0 0 1000
`

it('reads what listens, on either family, and nothing that is merely connected', () => {
  expect([...readListening(table)]).toEqual([3000, 8000])
  expect([...readListening('cat: not found')]).toEqual([])
})

let pods: Awaited<ReturnType<typeof fakePods>> | undefined
afterEach(() => pods?.close())

const ask = async (program: Program) => {
  pods = await fakePods({ web: program })
  const door = { server: pods.server, credentials: { tls: {}, headers: {} } }
  return [...(await listeningPorts(door, { namespace: 'shop', pod: 'web', container: 'app' }))]
}

it('asks the container with its own cat, and puts the pieces of the answer together', async () => {
  const ports = await ask(({ socket }) => {
    for (const part of [table.slice(0, 150), table.slice(150)])
      socket.write(frame(2, Buffer.concat([Buffer.from([1]), Buffer.from(part)])))
    socket.write(frame(2, Buffer.concat([Buffer.from([3]), Buffer.from('{"status":"Success"}')])))
  })
  expect(ports).toEqual([3000, 8000])
  expect(pods?.state.visits).toEqual(['web'])
})

it('has no answer when the image has no cat', async () => {
  const status = '{"status":"Failure","message":"exec: \\"cat\\": executable file not found in $PATH"}'
  expect(
    await ask(({ socket }) => socket.write(frame(2, Buffer.concat([Buffer.from([3]), Buffer.from(status)])))),
  ).toEqual([])
})

import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type ToolName = 'docker' | 'podman' | 'nerdctl' | 'minikube' | 'microk8s' | 'k3s' | 'ctr'

/** When a tool's command line holds `when`, it says `says` and ends with `exit`, and does nothing else. */
export type Fault = { when: string; exit: number; says: string }

/** Image stores are files of names: `engine`, and one for each place that images go to. */
const prelude = (root: string) => `#!/bin/sh
root='${root}'
line="\${0##*/} $*"
echo "$line" >> "$root/calls"
exec 3< "$root/faults"
while IFS='|' read -r when code says <&3; do
  case "$line" in *"$when"*)
    [ "$says" ] && echo "$says" >&2
    exit "$code";;
  esac
done
for last; do :; done
add() { echo "$2" >> "$root/store-$1"; }
holds() { grep -qxs "$2" "$root/store-$1"; }
list() { cat "$root/store-$1" 2> /dev/null || true; }
take() { add "$1" "$(cat)"; }
`

const version = (name: string) =>
  JSON.stringify(
    name === 'docker'
      ? { Client: { Version: '28.3.2' }, Server: { Version: '28.3.2', Os: 'linux', Arch: 'amd64' } }
      : { Client: { Version: '5.4.0', OsArch: 'linux/amd64', Os: 'linux' } },
  )

const engine = (name: ToolName) => `
[ "$1" = --namespace ] && { place=$2; shift 2; }
case "$1 $2" in
  version*) echo '${version(name)}';;
  'buildx version') ;;
  *build*) while [ "$1" != --tag ]; do shift; done; add engine "$2";;
  'image inspect') holds engine "$last" && echo linux/amd64;;
  save*) holds engine "$2" && echo "$2";;
  tag*) add engine "$3";;
  push*) echo "$last" >> "$root/pushed";;
  load*) take "$place";;
  images*) list "$place";;
  exec*) node=$3; case "$*" in *import*) take "$node";; *) list "$node";; esac;;
  *) echo "unknown command: $*" >&2; exit 125;;
esac
`
const ownStore = (name: ToolName) => `case "$*" in *import*) take ${name};; *) list ${name};; esac\n`
const scripts: Record<ToolName, string> = {
  docker: engine('docker'),
  podman: engine('podman'),
  nerdctl: engine('nerdctl'),
  minikube: `case "$*" in
  *'image load -') take minikube;;
  *'image load'*) add minikube "$last";;
  *'image ls') list minikube;;
  *' ssh '*) holds minikube "$last";;
esac
`,
  microk8s: ownStore('microk8s'),
  k3s: ownStore('k3s'),
  ctr: ownStore('ctr'),
}

/** A folder with the tools that are installed, and nothing else in PATH but a shell's own. */
export function fakeTools(installed: ToolName[], faults: Fault[] = []) {
  const root = mkdtempSync(join(tmpdir(), 'k8sdeploy-tools-'))
  const bin = join(root, 'bin')
  mkdirSync(bin)
  for (const name of installed) {
    writeFileSync(join(bin, name), prelude(root) + scripts[name])
    chmodSync(join(bin, name), 0o755)
  }
  writeFileSync(join(root, 'calls'), '')
  writeFileSync(
    join(root, 'faults'),
    faults.map(({ when, exit, says }) => `${when}|${exit}|${says}\n`).join(''),
  )
  for (const name of ['cat', 'grep']) symlinkSync(`/bin/${name}`, join(bin, name))
  return {
    root,
    env: { PATH: bin, HOME: root },
    calls: () => readFileSync(join(root, 'calls'), 'utf8').trim().split('\n'),
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

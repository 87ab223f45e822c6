import { type BadInput, bad, type Content, type Given } from './bad-input.ts'
import { goodConfig } from './good-project.ts'

const project = (path: string, content: Content): Given => ({ files: { [path]: content } })

/** `init` in a project where something stands in the way of what it writes. */
const init = (what: string, path: string, content: Content, says: RegExp): BadInput =>
  bad(
    what,
    'init --yes --name other --overwrite --frontend-port 3000 --backend-port 8000',
    2,
    says,
    project(path, content),
  )

const render = (what: string, path: string, content: Content, code: number, says: RegExp): BadInput =>
  bad(what, 'render', code, says, project(path, content))

/** Folders, links and pipes where files should be, and files that are missing. */
export const brokenFiles: BadInput[] = [
  init(
    'a link where the config is written',
    'k8sdeploy.yaml',
    { link: '/tmp/elsewhere.yaml' },
    /k8sdeploy\.yaml is (not written, because|a link)/,
  ),
  init('a folder where the config is written', 'k8sdeploy.yaml', { folder: true }, /k8sdeploy\.yaml/),
  init(
    'a link where the chart is written',
    'chart',
    { link: '/tmp' },
    /because chart is a symbolic link.*ls -l chart/,
  ),
  init('a file where the chart is written', 'chart', 'chart', /chart is not a folder/),
  init(
    'a folder where a template is written',
    'chart/Chart.yaml',
    { folder: true },
    /chart\/Chart\.yaml is not a file/,
  ),
  init(
    'a pipe where a template is written',
    'chart/values.yaml',
    { pipe: true },
    /chart\/values\.yaml is not a file/,
  ),
  init('a file where the record is written', '.k8sdeploy', 'mine', /\.k8sdeploy is not a folder/),
  init(
    'a link where the record is written',
    '.k8sdeploy',
    { link: '/tmp' },
    /because \.k8sdeploy is a symbolic link/,
  ),
  init('a folder for a .gitignore', '.gitignore', { folder: true }, /\.gitignore is not a file/),
  init(
    'a link for a .gitignore',
    '.gitignore',
    { link: '/etc/hostname' },
    /because \.gitignore is a symbolic link/,
  ),
  init(
    'a link for a .dockerignore',
    'backend/.dockerignore',
    { link: '../../x' },
    /because backend\/\.dockerignore is a symbolic link/,
  ),
  bad(
    'a folder that takes no files',
    [
      '-C',
      '/proc/sys/debug',
      'init',
      '--yes',
      '--name',
      'shop',
      '--frontend-dir',
      '.',
      '--frontend-port',
      '1',
      '--backend-dir',
      '.',
      '--backend-port',
      '2',
    ],
    2,
    /cannot be written.*nothing of it was changed/,
  ),
  render('no frontend', 'frontend', undefined, 20, /there is no frontend\/Dockerfile/),
  render('a file for a backend', 'backend', 'hello', 20, /there is no backend\/Dockerfile/),
  render(
    'a frontend that is a link outside',
    'frontend',
    { link: '/etc' },
    20,
    /there is no frontend\/Dockerfile/,
  ),
  render(
    'a frontend that is a link to nothing',
    'frontend',
    { link: 'gone' },
    20,
    /there is no frontend\/Dockerfile/,
  ),
  render('no Dockerfile', 'backend/Dockerfile', undefined, 20, /there is no backend\/Dockerfile/),
  render(
    'a folder for a Dockerfile',
    'backend/Dockerfile',
    { folder: true },
    20,
    /backend\/Dockerfile cannot be read/,
  ),
  render(
    'a Dockerfile that is a link to itself',
    'backend/Dockerfile',
    { link: 'Dockerfile' },
    20,
    /backend\/Dockerfile cannot be read/,
  ),
  render(
    'a Dockerfile that is a pipe',
    'backend/Dockerfile',
    { pipe: true },
    20,
    /backend\/Dockerfile cannot be read/,
  ),
  render(
    'a folder for a .dockerignore',
    'backend/.dockerignore',
    { folder: true },
    20,
    /\.dockerignore: it is a folder/,
  ),
  bad('a chart outside by a folder', 'render', 2, /chart/, {
    files: { 'k8sdeploy.yaml': `${goodConfig}chart: {path: frontend/x}\n`, 'frontend/x': { link: '/usr' } },
  }),
]

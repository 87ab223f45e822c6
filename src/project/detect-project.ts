import type { ComponentRole } from '../report.ts'
import type { FoundComponent } from './component.ts'
import { detectComponent } from './detect-component.ts'
import { findAsked } from './find-asked.ts'
import { findBundleNotes } from './find-bundle-notes.ts'
import { findComposeNotes } from './find-compose-notes.ts'
import { findFolders } from './find-folders.ts'
import { findNotes } from './find-notes.ts'
import { readExamples } from './find-variables.ts'
import { linkPackages } from './link-packages.ts'
import type { Note } from './note.ts'
import { findNxApps, nxManifest } from './nx-apps.ts'
import type { Folder, ProjectFiles } from './project-files.ts'
import { type RoleFinding, rankRole } from './rank-roles.ts'
import { type ComposeService, readComposeFiles } from './read-compose.ts'
import { type Manifest, readManifests } from './read-manifest.ts'
import { readPlatforms } from './read-platforms.ts'

export type Project = {
  components: FoundComponent[]
  roles: Record<ComponentRole, RoleFinding>
  /** By folder, so that only those of the chosen components are shown. */
  notes: Map<string, Note[]>
  /** About what stands beside all components. */
  around: Note[]
}

/** Everything that can be said about a project from its listing and texts. Pure; `filesToRead` says which texts it wants. */
export function detectProject(files: ProjectFiles): Project {
  const apps = findNxApps(files)
  const all = findFolders(files, apps)
  const folders = all.filter(
    (folder) => !isWorkspaceRoot(readManifests(folder)) && !(folder.dir === '.' && apps.size > 0),
  )
  const linked = linkPackages(all, files, ({ dir, texts }) =>
    apps.has(dir) ? (nxManifest(dir, files, texts)?.dependencies.keys() ?? []) : [],
  )
  const services = readComposeFiles(files)
  const platforms = readPlatforms(files)
  const examples = readExamples({ ...files, dir: '.' })
  const found = folders.map((folder) =>
    detectComponent(folder, {
      files,
      linked: linked.get(folder.dir)!,
      services: services.filter((it) => isBuiltFrom(it, folder.dir)),
      allServices: services,
      platforms,
      isShared: all.some(
        (other) =>
          other !== folder &&
          linked.get(other.dir)!.texts !== other.texts &&
          dependsOn(linked.get(other.dir)!, folder),
      ),
      dirs: all.map(({ dir }) => dir),
      examples,
      manifest: apps.has(folder.dir) ? nxManifest(folder.dir, files, folder.texts) : undefined,
    }),
  )
  const asked = findAsked(found, services, files, isBuiltFrom)
  const components = found.map((it) => ({ ...it, askedBy: asked.get(it.dir) }))
  const roles = { frontend: rankRole(components, 'frontend'), backend: rankRole(components, 'backend') }
  return {
    components,
    roles,
    around: [...findBundleNotes(files, components, roles), ...findComposeNotes(files)],
    notes: new Map(folders.map((folder) => [folder.dir, notesOf(folder, components, files)])),
  }
}

/** A workspace root that has no framework of its own only holds the others together. */
const isWorkspaceRoot = (manifests: Manifest[]) =>
  manifests.some((it) => it.isWorkspaceRoot && !it.scripts.start)

const dependsOn = (linked: Folder, { texts }: Folder) =>
  [...texts.keys()].some((path) => linked.texts.has(path))

/** From the folder itself, or from above it with a Dockerfile in it. */
const isBuiltFrom = ({ context, dockerfile }: ComposeService, dir: string): boolean =>
  context === dir || (dir !== '.' && dockerfile?.startsWith(`${dir}/`) === true)

const notesOf = (folder: Folder, components: FoundComponent[], files: ProjectFiles) =>
  findNotes(folder, components.find(({ dir }) => dir === folder.dir)!, files)

import type { DatabaseForm } from '../config/database-forms.ts'
import type { Get } from '../config/question-row.ts'
import type { FoundComponent } from '../project/component.ts'
import type { ComponentRole } from '../report.ts'

/** A secret made from the database's URL, and the variable that the backend reads it under. */
export type ProposedForm = { name: string; as: string; form: DatabaseForm; source: string }

const pastPooler = /^(DIRECT_(DATABASE_)?URL|(DATABASE|POSTGRES)_URL_(UNPOOLED|NON_POOLING))$/

/** What the backend's driver would stumble over is written in its own words from the start. */
export function proposeForms(component: FoundComponent, get: Get, role: ComponentRole): ProposedForm[] {
  const database = String(get('database') ?? '')
  if (role !== 'backend' || database === '') return []
  const { databaseVariable, databaseForm, databaseParts, variables } = component
  const direct = variables.flatMap(({ name, source, phase }): ProposedForm[] =>
    pastPooler.test(name) && phase === 'run' && name !== database
      ? [{ name, as: name, form: 'direct', source }]
      : [],
  )
  const parts = databaseParts.map(({ variable, part, source }) => ({
    // the secret of that name holds the plain URL
    name: variable === database ? part.toUpperCase().replaceAll('-', '_') : variable,
    as: variable,
    form: part,
    source,
  }))
  const variable = databaseVariable?.value
  const own = databaseForm && `${databaseForm.value.toUpperCase().replaceAll('-', '_')}_URL`
  // another name was chosen for the URL: it is not known what reads it
  if (!own || variable !== database || own === database) return [...parts, ...direct]
  const whole = { name: own, as: database, form: databaseForm.value, source: databaseForm.source }
  return [whole, ...parts, ...direct]
}

import { describe, expect, it } from 'vitest'
import type { DoctorCheck } from '../../src/report.ts'
import { viewDoctorCheck, viewDoctorEnd } from '../../src/views/view-doctor.ts'
import { plain } from './plain-palette.ts'

const check: DoctorCheck = {
  id: 'database tcp',
  holds: false,
  milliseconds: 4,
  detail: 'nothing listens at db.example.com, port 5432',
  hint: 'start the database, or correct the port in DATABASE_URL',
}
const report = { checks: [check], next: ['k8sdeploy doctor'] } as never

describe('viewDoctor', () => {
  it('puts what was found beside the name', () => {
    expect(viewDoctorCheck(check, plain, 80)).toEqual([
      '  ✗ database tcp    nothing listens at db.example.com, port 5432',
      '                    → start the database, or correct the port in DATABASE_URL',
    ])
  })
  it('puts it below the name in a narrow terminal', () => {
    expect(viewDoctorCheck(check, plain, 40)).toEqual([
      '  ✗ database tcp',
      '    nothing listens at db.example.com,',
      '    port 5432',
      '    → start the database, or correct the',
      '    port in DATABASE_URL',
    ])
  })
  it('counts what is to be fixed', () => {
    expect(viewDoctorEnd(report, plain)).toEqual(['', '  1 problem to fix', '  next   k8sdeploy doctor'])
  })
})

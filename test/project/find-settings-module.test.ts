import { describe, expect, it } from 'vitest'
import { component } from './detect-texts.ts'

const manage = (module: string) => `os.environ.setdefault("DJANGO_SETTINGS_MODULE", "${module}")\n`

describe('the settings that Django runs with', () => {
  it.each<[string, Record<string, string>, string | undefined]>([
    [
      'differ between the server and manage.py',
      {
        'manage.py': manage('config.settings.local'),
        'config/wsgi.py': manage('config.settings.production'),
      },
      'config.settings.production',
    ],
    [
      'lie beside those that manage.py names for development',
      { 'manage.py': manage('config.settings.dev'), 'config/settings/prod.py': 'DEBUG = False' },
      'config.settings.prod',
    ],
    [
      'are the same',
      { 'manage.py': manage('shop.settings'), 'shop/wsgi.py': manage('shop.settings') },
      undefined,
    ],
    [
      'are told by the image',
      {
        'manage.py': manage('config.settings.local'),
        'config/wsgi.py': manage('config.settings.production'),
        Dockerfile: 'FROM python:3.13\nENV DJANGO_SETTINGS_MODULE=config.settings.production\n',
      },
      undefined,
    ],
  ])('%s', (_, texts, expected) => {
    const { settingsModule } = component({ 'requirements.txt': 'django\n', ...texts })
    expect(settingsModule?.value).toBe(expected)
  })
})

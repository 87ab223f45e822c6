import { defineConfig } from 'vite'

export default defineConfig({
  server: { proxy: { '/book': 'http://localhost:4180' } },
})

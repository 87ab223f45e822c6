import type { Language } from './read-manifest.ts'

export type Framework = {
  name: string
  language: Language
  /** Any of these among the manifest's dependencies is evidence. */
  packages: string[]
  role: 'frontend' | 'backend'
  /** Where it listens unless told otherwise. */
  port: number
}

/** In order: a meta framework before the parts it is made of. */
export const frameworks: Framework[] = [
  { name: 'Next.js', language: 'javascript', packages: ['next'], role: 'frontend', port: 3000 },
  { name: 'Nuxt', language: 'javascript', packages: ['nuxt'], role: 'frontend', port: 3000 },
  {
    name: 'Remix',
    language: 'javascript',
    packages: ['@remix-run/react', '@react-router/node'],
    role: 'frontend',
    port: 3000,
  },
  { name: 'SvelteKit', language: 'javascript', packages: ['@sveltejs/kit'], role: 'frontend', port: 3000 },
  { name: 'Astro', language: 'javascript', packages: ['astro'], role: 'frontend', port: 4321 },
  { name: 'Angular', language: 'javascript', packages: ['@angular/core'], role: 'frontend', port: 80 },
  { name: 'NestJS', language: 'javascript', packages: ['@nestjs/core'], role: 'backend', port: 3000 },
  { name: 'Fastify', language: 'javascript', packages: ['fastify'], role: 'backend', port: 3000 },
  { name: 'Hono', language: 'javascript', packages: ['hono'], role: 'backend', port: 3000 },
  { name: 'Koa', language: 'javascript', packages: ['koa'], role: 'backend', port: 3000 },
  { name: 'Express', language: 'javascript', packages: ['express'], role: 'backend', port: 3000 },
  {
    name: 'Create React App',
    language: 'javascript',
    packages: ['react-scripts'],
    role: 'frontend',
    port: 80,
  },
  { name: 'Vite', language: 'javascript', packages: ['vite'], role: 'frontend', port: 80 },
  { name: 'FastAPI', language: 'python', packages: ['fastapi'], role: 'backend', port: 8000 },
  { name: 'Django', language: 'python', packages: ['django'], role: 'backend', port: 8000 },
  { name: 'Flask', language: 'python', packages: ['flask'], role: 'backend', port: 5000 },
  { name: 'gin', language: 'go', packages: ['github.com/gin-gonic/gin'], role: 'backend', port: 8080 },
  { name: 'echo', language: 'go', packages: ['github.com/labstack/echo/v4'], role: 'backend', port: 8080 },
  {
    name: 'fiber',
    language: 'go',
    packages: ['github.com/gofiber/fiber/v2', 'github.com/gofiber/fiber/v3'],
    role: 'backend',
    port: 3000,
  },
  {
    name: 'Spring Boot',
    language: 'java',
    packages: [
      'spring-boot-starter-web',
      'org.springframework.boot',
      'org.springframework.boot:spring-boot-starter-web',
    ],
    role: 'backend',
    port: 8080,
  },
  { name: 'Rails', language: 'ruby', packages: ['rails'], role: 'backend', port: 3000 },
  { name: 'Laravel', language: 'php', packages: ['laravel/framework'], role: 'backend', port: 8000 },
  { name: 'ASP.NET', language: 'csharp', packages: ['microsoft.net.sdk.web'], role: 'backend', port: 8080 },
]

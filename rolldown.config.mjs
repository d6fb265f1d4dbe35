import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'rolldown'

/** Writes the licences of all bundled packages beside the bundle, as they ask. */
const thirdParty = () => ({
  name: 'third-party-licences',
  generateBundle() {
    const folders = new Set()
    for (const id of this.getModuleIds()) {
      const folder = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1]
      if (folder) folders.add(folder)
    }
    const texts = [...folders].sort().map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.|$)/i.test(entry))
      return `${name} ${version} (${license})\n\n${file ? readFileSync(join(folder, file), 'utf8') : ''}`
    })
    this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY.txt', source: texts.join(`\n${'-'.repeat(72)}\n\n`) })
  },
})

export default defineConfig({
  input: { main: 'src/main.ts', worker: 'src/worker.ts' },
  platform: 'node',
  resolve: { mainFields: ['module', 'main'] },
  plugins: [thirdParty()],
  output: {
    dir: 'dist',
    format: 'cjs',
    minify: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    cleanDir: true,
  },
})

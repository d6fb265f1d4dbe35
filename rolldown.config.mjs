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
    const given = [...folders].sort().map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      const file = readdirSync(folder).find((entry) => /^licen[cs]e([.-]|$)/i.test(entry))
      const text = file ? readFileSync(join(folder, file), 'utf8') : null
      return { name, license, title: `${name} ${version} (${license})`, text }
    })
    /** A text that stands above already is named, and one that a package leaves out is that of its sisters. */
    const texts = given.map((one, at) => {
      const same = given.slice(0, at).find(({ text }) => text !== null && text === one.text)
      const sister = given.find(({ license, text }) => text !== null && license === one.license)
      if (same) return `${one.title}\n\nIts licence is word for word that of ${same.name}, above.\n`
      if (one.text === null && !sister) throw new Error(`no licence text for ${one.name}`)
      return `${one.title}\n\n${one.text ?? `It comes without a copy; the text is with ${sister.name}.\n`}`
    })
    this.emitFile({
      type: 'asset',
      fileName: 'THIRD-PARTY.txt',
      source: texts.join(`\n${'-'.repeat(72)}\n\n`),
    })
  },
})

/** Chunks that load each other at once would find each other half loaded. */
const noCircles = () => ({
  name: 'no-circles',
  generateBundle(_options, bundle) {
    const done = new Set()
    const follow = (name, path) => {
      if (path.includes(name)) throw new Error(`chunks in a circle: ${[...path, name].join(' > ')}`)
      if (done.has(name)) return
      for (const next of bundle[name]?.imports ?? []) follow(next, [...path, name])
      done.add(name)
    }
    for (const name of Object.keys(bundle)) follow(name, [])
  },
})

/** The two files every start reads. */
const FIRST = ['main.js', 'light.js']
const REQUIRES = /\brequire\([`'"]\.\/([\w-]+\.js)[`'"]\)/
const GETTER =
  /Object\.defineProperty\(exports,\s*[`'"]([\w$]+)[`'"],\s*\{\s*enumerable:\s*(?:!0|true),\s*get:\s*function\s*\(\)\s*\{\s*return ([\w$]+);?\s*\}\s*\}\)[,;]?/g
/**
 * Less to read at a start: ASCII (one other character makes V8 keep a whole file at two bytes a character), exports as
 * plain values (without circles all are known at the end of a file), and what the first files need at once within them.
 */
const quickToRead = () => ({
  name: 'quick-to-read',
  generateBundle(_options, bundle) {
    for (const first of FIRST) {
      const chunk = bundle[first]
      chunk.code = ascii(chunk.code).replace(GETTER, (_all, name, value) => `exports.${name}=${value};`)
      if (chunk.code.includes('Object.defineProperty(exports,'))
        throw new Error(`${first}: exports in another form`)
      for (const needed of chunk.imports.filter((name) => !FIRST.includes(name)))
        chunk.code = chunk.code.replace(REQUIRES, (all, name) =>
          name === needed ? `(()=>{const exports={};${bundle[needed].code}\nreturn exports})()` : all,
        )
    }
  },
})

const ascii = (code) =>
  code.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** What the light verbs need is one file, since opening files and reading what is not needed is what a start costs. */
const LIGHT = [
  /\/src\/(model|wire|input|verdict|products|cli)\//,
  /\/src\/commands\/(inspect|judge-source|judging)\.ts$/,
  /\/src\/present\/(inspect\/|[\w-]+\.ts$)/,
]
/** Left where they are: what only drawing, listing, trusting or failing needs. */
const APART = [
  /\/src\/present\/(paint|table|sarif|sarif-uri|nagios|limits-view|diff-view|history-view|verdict-json|verdict-view|support-says|inspect\/(draw-timeline|json))\.ts$/,
  /\/src\/cli\/(overview|fault|deliver-error|report-file|version|help-text|project-layer|completion)\.ts$/,
  /\/src\/input\/(list-source|lines|revoked-list|baseline|read-secret|project-file|project\/[\w-]+|find-project-file|aws-[\w-]+|given-keyring|hmac-secret|pins|strays|misfits|around|secret-value|write-trouble)\.ts$/,
  /\/src\/wire\/(anchor|arbiter|pem|jws|rs256|strict-json)\.ts$/,
  /\/src\/products\/(?!axonflow)[^/]+\/(?!front|door|hunts)[^/]+\.ts$|\/src\/products\/[^/]+\/(runtime|support)\.ts$/,
  /\/src\/(verdict\/(meets|requirement|compare)|model\/(difference|requirement|starting|consent|plan|shell-word|codes|codes\/(?!key|token|verdict)[\w-]+))\.ts$/,
  /\/src\/input\/(hunt|tree|documents)\//,
]
const anyOf = (patterns) => (id) => patterns.some((pattern) => pattern.test(id))
const isApart = anyOf(APART)
const isLight = anyOf(LIGHT)

export default defineConfig({
  input: { main: 'src/main.ts', worker: 'src/worker.ts', sieve: 'src/sieve.ts' },
  platform: 'node',
  preserveEntrySignatures: false,
  resolve: { mainFields: ['module', 'main'] },
  plugins: [thirdParty(), noCircles(), quickToRead()],
  output: {
    dir: 'dist',
    format: 'cjs',
    minify: process.env.PLAIN !== '1',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        {
          name: 'jwt',
          test: (id) => /\/src\/(products\/jwt\/(?!door|hunts)|wire\/(jws|rs256|strict-json)\.ts)/.test(id),
        },
        // Its time line is read by its runtime's word, too, which would make two files of one.
        { name: 'alphaagent', test: /\/src\/products\/alphaagent\/(?!front|runtime)/ },
        { name: 'light', test: (id) => id.includes('rolldown/runtime') || (isLight(id) && !isApart(id)) },
      ],
    },
    cleanDir: true,
  },
})

// Loaded before the program: at the first turn of its event loop, in the thread that is named, something goes wrong.
const { readFileSync } = require('node:fs')
const { isMainThread } = require('node:worker_threads')
const [, how, where] = /--conditions=(\w+)-(\w+)/.exec(process.execArgv.join(' ')) ?? []
const key = () => readFileSync('new.key', 'utf8')

const WAYS = {
  thrown: () => {
    throw Object.assign(new Error(key()), { key: key() })
  },
  rejected: () => void Promise.reject(Object.assign(new Error(key()), { key: key() })),
  text: () => void Promise.reject(key()),
  stack: () => {
    const deep = (text) => deep(`${text}.`) + text
    deep(key())
  },
  memory: () => {
    const all = []
    for (;;) all.push(Array.from({ length: 100_000 }, () => `${key()}${all.length}`.split('')))
  },
}

if (isMainThread === (where === 'main')) setTimeout(WAYS[how], 0)

// What no reader of signed keys can do without: read standard input, verify one Ed25519 signature, print a line.
const { createPublicKey, verify } = require('node:crypto')
const { readFileSync } = require('node:fs')

const [text, x] = readFileSync(0, 'latin1').split('\n')
const dot = text.lastIndexOf('.')
const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
const signature = Buffer.from(text.slice(dot + 1), 'base64url')
console.log(verify(null, Buffer.from(text.slice(5, dot)), key, signature) ? 'valid' : 'invalid')

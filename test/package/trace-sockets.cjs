const { appendFileSync } = require('node:fs')
const { Socket } = require('node:net')

Socket.prototype.connect = function connect() {
  appendFileSync(process.env.SOCKET_LIST, 'connect\n')
  process.exit(99)
}

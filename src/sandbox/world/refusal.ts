/** An AWS error answer: its type as the service names it, its message, its HTTP status. */
export class Refusal extends Error {
  constructor(
    readonly type: string,
    message: string,
    readonly status = 400,
  ) {
    super(message)
  }
}

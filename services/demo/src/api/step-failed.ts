/** A part of the story did not come true: what it was, and where to look. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
  constructor(what: string, where: string) {
    super(`${what} Look at ${where}.`);
  }
}

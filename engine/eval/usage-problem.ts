/** The command was called in a way it cannot serve. The message says what to do instead; exit code 2. */
export class UsageProblem extends Error {}

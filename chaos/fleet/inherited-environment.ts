const inherited = ["PATH", "HOME", "TMPDIR", "TZ", "LANG"];

/**
 * What a process of the fleet gets of this shell: what every program needs, and no setting of the
 * product. A developer's own DATABASE_URL must never be drilled.
 */
export const inheritedEnvironment = (): Record<string, string | undefined> =>
  Object.fromEntries(inherited.map((name) => [name, process.env[name]]));

/** Settings of the product that do not start with `XIN_`. */
const unprefixedSettings = ["PORT", "HOST", "DATABASE_URL", "REDIS_URL", "NODE_ENV"];

/**
 * Names of the product's settings present in this shell. A server under test must not inherit them:
 * a developer's own `DATABASE_URL` would make the tests write into that database.
 */
export const inheritedSettings = (): string[] =>
  Object.keys(process.env).filter(
    (name) => name.startsWith("XIN_") || unprefixedSettings.includes(name),
  );

/** This process's environment without any setting of the product, plus `settings`. */
export const productEnvironment = (settings: Record<string, string>): NodeJS.ProcessEnv => {
  const environment = { ...process.env };
  for (const name of inheritedSettings()) delete environment[name];
  return { ...environment, ...settings };
};

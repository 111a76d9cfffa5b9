/** Resolves at the first SIGINT or SIGTERM. A second one ends the process at once, and its children with it. */
export const untilSignal = (): Promise<void> =>
  new Promise((resolve) => {
    const onSignal = () => {
      resolve();
      for (const signal of signals) process.once(signal, () => process.exit(1));
    };
    for (const signal of signals) process.once(signal, onSignal);
  });

const signals = ["SIGINT", "SIGTERM"] as const;

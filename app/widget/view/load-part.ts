/** Parts of the panel that are files of their own. */
export type PartName = "evidence" | "rating" | "code";

/** A browser may keep the failure of an address, so each attempt has its own. */
let attempts = 0;

/** Loads a part from the gateway's origin. Rejects when it does not come. */
export const loadPart = <Module>(origin: string, name: PartName): Promise<Module> =>
  import(/* @vite-ignore */ `${origin}/w/${name}.js?${attempts}`).catch((error: unknown) => {
    attempts += 1;
    throw error;
  }) as Promise<Module>;

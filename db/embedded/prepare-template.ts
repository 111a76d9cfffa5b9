/**
 * Builds the embedded database's template once, so that a first start only copies it.
 * Run by npm after an install, and by a start that finds none: `node prepare-template.ts [folder]`.
 */
import { buildTemplate } from "./build-template.ts";
import {
  isTemplate,
  isWritable,
  projectCache,
  removeOldTemplates,
  templatePath,
} from "./template.ts";

const folder = process.argv[2] ?? projectCache;

const prepare = async (): Promise<void> => {
  if (!(await isWritable(folder))) throw new Error(`${folder} is not writable`);
  const path = await templatePath(folder);
  if (!(await isTemplate(path))) await buildTemplate(path);
  await removeOldTemplates(folder);
};

try {
  await prepare();
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  console.warn(`The embedded database's template could not be prepared: ${why}`);
  if (process.argv[2]) process.exit(1);
  console.warn("This is no problem for the install; the first start will try again.");
}
process.exit(0);

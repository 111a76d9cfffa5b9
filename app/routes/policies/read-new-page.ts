import { fieldText } from "#app/server/field-text.ts";
import { isTemplateName, templateText } from "#engine/policy/policy-templates.ts";

/** Most bytes of a page's file: what 65,536 characters take in any writing. */
const mostBytes = 262_144;

/**
 * The text a new policy starts with: of a template in the reader's language, or of the file. Null when the
 * file is missing, too large or no UTF-8 text.
 */
export const readNewPage = async (
  form: FormData,
  locale: "en" | "zh",
  workspaceName: string,
): Promise<string | null> => {
  const start = fieldText(form, "start");
  if (isTemplateName(start)) return templateText(start, locale, workspaceName);
  const file = form.get("file");
  if (!(file instanceof File) || file.size === 0 || file.size > mostBytes) return null;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    return text.replaceAll("\r\n", "\n");
  } catch {
    return null;
  }
};

/** The language most of a text is in. A Chinese character says about as much as half an English word. */
export const detectLanguage = (text: string): "en" | "zh" => {
  const sample = text.slice(0, 20_000);
  const han = sample.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = sample.match(/[A-Za-z]{2,}/g)?.length ?? 0;
  return han > 0 && han >= words * 2 * minorityShare ? "zh" : "en";
};

/** Chinese help pages are full of English names; English ones hold no Chinese. */
const minorityShare = 0.3;

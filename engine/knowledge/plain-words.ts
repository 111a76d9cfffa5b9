/**
 * The words of a text in lower case that is made of ASCII and of typographic punctuation, as runsOf gives
 * them; null when it is not. Reading characters by their codes takes a third of the time of a pattern that
 * knows all scripts, and a question waits for the words of a hundred passages.
 */
export const plainWordsOf = (text: string): readonly string[] | null => {
  const words: string[] = [];
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (!isLetter(code) && !isDigit(code)) {
      if (code >= 0x80 && !isPunctuation(code)) return null;
      at += 1;
      continue;
    }
    const start = at;
    do at += 1;
    while (isLetter(text.charCodeAt(at)) || isDigit(text.charCodeAt(at)));
    let marks = 0;
    while (isApostrophe(text.charCodeAt(at)) && isLetter(text.charCodeAt(at + 1))) {
      marks += 1;
      do at += 1;
      while (isLetter(text.charCodeAt(at)));
    }
    // A letter of another script goes on with the word.
    if (text.charCodeAt(at) >= 0x80 && !isPunctuation(text.charCodeAt(at))) return null;
    const run = text.slice(start, at);
    const word = marks === 0 ? run : run.replace(/['’]s$/, "").replaceAll(/['’]/g, "");
    words.push(word.length > maxWordLength ? word.slice(0, maxWordLength) : word);
  }
  return words;
};

/** Longer runs are keys and checksums; PostgreSQL takes no lexeme above 2 KB. */
export const maxWordLength = 64;

const isLetter = (code: number): boolean => code >= 0x61 && code <= 0x7a;
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isApostrophe = (code: number): boolean => code === 0x27 || code === 0x2019;
/** The block of general punctuation, which has no letter, digit or mark. */
const isPunctuation = (code: number): boolean => code >= 0x2000 && code <= 0x206f;

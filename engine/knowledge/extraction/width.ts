/** Length of a text with Chinese, Japanese and Korean characters counted twice: each says about as much as two letters. */
export const widthOf = (text: string): number => text.length + (text.match(wide)?.length ?? 0);

const wide = /[\u2e80-\u9fff\uac00-\ud7af\uff00-\uff60]/g;

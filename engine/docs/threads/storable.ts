/** Words as the database can hold them: U+0000 cannot be stored, and is shown as U+FFFD. */
export const storable = (words: string): string => words.replaceAll("\u0000", "\uFFFD");

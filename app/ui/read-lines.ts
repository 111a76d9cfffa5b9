/**
 * What `streamLines` answers, line by line as it arrives. Throws when the server refuses or cannot be reached,
 * and when the answer breaks off in the middle of a line.
 */
export async function* readLines<Line>(asked: Promise<Response>): AsyncGenerator<Line> {
  const response = await asked;
  if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const lines = (rest + value).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) yield JSON.parse(line) as Line;
    }
  } finally {
    // Whoever stops reading stops the work behind it. An answer that was ended has nothing to stop, and says so.
    reader.cancel().catch(() => {});
  }
  if (rest !== "") throw new Error("The answer broke off");
}

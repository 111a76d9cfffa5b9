/** A whole text frame of a server (RFC 6455, 5.2) around a message of Engine.IO. */
export const frameOf = (text: string): Buffer => {
  const message = `4${text}`;
  const length = Buffer.byteLength(message);
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = 0x81;
  frame[1] = head === 2 ? length : head === 4 ? 126 : 127;
  if (head === 4) frame.writeUInt16BE(length, 2);
  if (head === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.write(message, head);
  return frame;
};

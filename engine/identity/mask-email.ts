/** An address that who wrote it knows again, and nobody else learns: k…@example.com. */
export const maskEmail = (email: string): string => {
  const at = email.lastIndexOf("@");
  return `${[...email][0] ?? ""}…${email.slice(at)}`;
};

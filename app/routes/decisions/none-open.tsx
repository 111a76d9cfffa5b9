/** The list alone: no decision stands beside it. */
export default function NoneOpen() {
  return null;
}

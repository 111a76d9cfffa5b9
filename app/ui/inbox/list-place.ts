/** The part of an address that says which list is shown; an open explanation is not part of it. */
export const listPlace = (search: URLSearchParams): string => {
  const place = new URLSearchParams(search);
  place.delete("why");
  return place.toString();
};
